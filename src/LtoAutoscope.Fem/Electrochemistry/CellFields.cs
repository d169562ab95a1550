using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Salt concentration and potential of the electrolyte in the pores, and potential of the solid, for the reaction currents of the particles'
/// surfaces. All three are linear for given currents and (nearly uniform) properties.
/// </summary>
/// <remarks>
/// With q the net anodic current into a node: K_κ φ_e − K_κD c = q, M dc/dt + K_D c + (t₊-gradient) = (1−t₊) q/F, K_σ φ_s = −q. One field w with
/// K₁w = q (the pores' geometry alone) gives both electrolyte fields as long as the properties are uniform to <see cref="UniformSpread"/> in c;
/// otherwise they are taken voxel by voxel. Residuals are compared with the total current; a last correction along the answer to an even current
/// closes the total to rounding.
/// </remarks>
internal sealed class CellFields
{
    /// <summary>Relative spread of concentration below which properties count as uniform.</summary>
    internal const double UniformSpread = 1e-4;

    private const double ResidualTolerance = 1e-4;
    private const double SettledV = 2e-9;
    private const double SettledConcentration = 1e-7;
    private const double SmallestConcentration = 1;
    private const double LargestConcentration = 4500;
    private const int LinearLimit = 5000;

    private readonly ParticleState[] _particles;
    private readonly IElectrolyte _electrolyte;
    private readonly double _thermalV;
    private readonly int _threads;
    private readonly BoxField _pore;
    private readonly BoxField _solid;
    private readonly double[] _poreVolume;
    private readonly double[] _evenPore;
    private readonly double[] _evenSolid;
    private readonly double[] _work;
    private readonly double[] _poreCurrent;
    private readonly double[] _solidCurrent;
    private readonly double[] _answer;
    private readonly double[] _deviation;
    private readonly double[] _electrolyteV;
    private readonly double[] _solidV;
    private readonly double[] _saltNow;
    private readonly double[] _saltBefore;
    private readonly double[] _scratch;
    private readonly AndersonMixer _mixer = new(5);
    private double _face;
    private double _scaledFor;
    private StepFormula _formula;
    private double _lastChange;

    internal CellFields(FieldGeometry geometry, ParticleState[] particles, Material material, IElectrolyte electrolyte, int threads, CancellationToken cancellationToken = default)
    {
        Geometry = geometry;
        _particles = particles;
        _electrolyte = electrolyte;
        _thermalV = Material.GasConstantJMolK * material.TemperatureK / Material.FaradayCMol;
        _threads = threads;
        var grid = geometry.Grid;
        _pore = new BoxField(grid, geometry.VoxelSizeM, geometry.PoreFactor, geometry.Periodic, tiedAtTop: false);
        _solid = new BoxField(grid, geometry.VoxelSizeM, geometry.SolidSM, geometry.Periodic, tiedAtTop: true);
        double voxel = Math.Pow(geometry.VoxelSizeM, 3);
        _poreVolume = geometry.Count(geometry.PorosityOf).Touching;
        for (int i = 0; i < _poreVolume.Length; i++) _poreVolume[i] *= voxel;
        (_work, _scratch, _poreCurrent, _solidCurrent) = (grid.CreateVector(), grid.CreateVector(), grid.CreateVector(), grid.CreateVector());
        (_answer, _deviation, _electrolyteV, _solidV) = (grid.CreateVector(), grid.CreateVector(), grid.CreateVector(), grid.CreateVector());
        (_saltNow, _saltBefore, _evenPore, _evenSolid) = (grid.CreateVector(), grid.CreateVector(), grid.CreateVector(), grid.CreateVector());
        _face = material.ElectrolyteConcentrationMolM3;
        Array.Fill(_saltNow, _face);
        SolveEven(cancellationToken);
    }

    internal FieldGeometry Geometry { get; }

    /// <summary>Residual of the fields at the last settled update, Σ|r| over the current.</summary>
    internal double RelativeResidual { get; private set; }

    /// <summary>Largest error of the balance of ions and electrons over the settled updates, relative to the current.</summary>
    internal double BalanceError { get; private set; }

    /// <summary>Salt concentration at the face of the box, mol/m³.</summary>
    internal double FaceConcentration => _face;

    /// <summary>Linear iterations so far.</summary>
    internal long LinearIterations { get; private set; }

    /// <summary>Largest differences in the box: salt, mol/m³; electrolyte and solid potential, V.</summary>
    internal (double Salt, double Electrolyte, double Solid) Spread()
        => (Range(_deviation, _pore), Range(_electrolyteV, _pore), Range(_solidV, _solid));

    internal void Restart() => Array.Copy(_saltNow, _saltBefore, _saltNow.Length);

    internal void Commit()
    {
        Array.Copy(_saltNow, _saltBefore, _saltNow.Length);
        for (int i = 0; i < _saltNow.Length; i++) _saltNow[i] = _face + _deviation[i];
    }

    /// <summary>A guess for a step: the last fields, in proportion to the current.</summary>
    internal void Begin(StepFormula formula, double current, double face)
    {
        _formula = formula;
        _mixer.Clear();
        _lastChange = double.PositiveInfinity;
        if (_scaledFor != 0 && current != _scaledFor)
        {
            double ratio = current / _scaledFor;
            for (int i = 0; i < _answer.Length; i++)
            {
                _answer[i] *= ratio;
                _solidV[i] *= ratio;
                _deviation[i] *= ratio;
                _electrolyteV[i] *= ratio;
            }
        }

        _scaledFor = current;
        _face = face;
        Scatter(out _, out _);
    }

    /// <summary>Brings the fields to the currents of the particles' last evaluation.</summary>
    /// <param name="current">Current of the box, lithiation positive, A.</param>
    /// <param name="face">Salt concentration at its face.</param>
    /// <param name="scale">Current that residuals are compared with, A.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal FieldOutcome Update(double current, double face, double scale, CancellationToken cancellationToken)
    {
        Gather();
        _scaledFor = current;
        double tolerance = ResidualTolerance * scale;
        bool sameFace = Math.Abs(face - _face) <= SettledConcentration * _face;
        _face = face;
        double poreNorm = 0, solidNorm = 0;
        bool uniform = Range(_deviation, _pore) <= UniformSpread * Math.Abs(_face);
        _pore.SetMass(null);
        InParallel(
            () => poreNorm = _pore.Residual(_poreCurrent, _answer, _work).Norm,
            () => solidNorm = _solid.Residual(_solidCurrent, _solidV, _scratch).Norm);
        bool settled = sameFace && uniform && poreNorm <= tolerance && solidNorm <= tolerance;
        if (settled && Finish(scale)) return FieldOutcome.Settled;
        long poreIterations = 0, solidIterations = 0;
        InParallel(
            () => poreIterations = Solve(_pore, _poreCurrent, _answer, _evenPore, 1, 0.3 * tolerance, ref poreNorm, cancellationToken),
            () => solidIterations = Solve(_solid, _solidCurrent, _solidV, _evenSolid, -1, 0.3 * tolerance, ref solidNorm, cancellationToken));
        LinearIterations += poreIterations + solidIterations;
        if (!(poreNorm <= tolerance && solidNorm <= tolerance)) return FieldOutcome.Moved;
        Electrolyte(tolerance, cancellationToken);
        RelativeResidual = Math.Max(poreNorm, solidNorm) / scale;
        double least = _face, most = _face;
        for (int i = 0; i < _deviation.Length; i++)
        {
            double c = _face + _deviation[i];
            if (c < least) least = c;
            if (c > most) most = c;
        }

        if (least < SmallestConcentration) return FieldOutcome.SaltDepleted;
        if (most > LargestConcentration) return FieldOutcome.SaltBeyondRange;
        return Moved(scale);
    }

    /// <summary>Hands the fields to the surfaces, mixed with earlier rounds where plain repetition would not converge.</summary>
    private FieldOutcome Moved(double scale)
    {
        Scatter(out double change, out double saltChange, keep: true);
        double both = change + (saltChange / Math.Max(_face, 1) * _thermalV);
        if (change <= SettledV && saltChange <= SettledConcentration * _face)
        {
            Scatter(out _, out _);
            return Finish(scale) ? FieldOutcome.Settled : FieldOutcome.Moved;
        }

        bool slow = both > 0.1 * _lastChange;
        _lastChange = both;
        if (_mixer.IsEmpty && !slow && both < 0.2 * _thermalV)
        {
            Scatter(out _, out _);
            return FieldOutcome.Moved;
        }

        Mix();
        return FieldOutcome.Moved;
    }

    private void Mix()
    {
        int length = 2 * _particles.Sum(p => p.Offset.Length), at = 0;
        double[] given = new double[length], found = new double[length];
        double unit = _thermalV / Math.Max(_face, 1);
        for (int p = 0; p < _particles.Length; p++)
        {
            var particle = _particles[p];
            int[] solid = Geometry.SolidNodes[p], pore = Geometry.PoreNodes[p];
            for (int s = 0; s < particle.Offset.Length; s++, at += 2)
            {
                (given[at], found[at]) = (particle.Offset[s], _solidV[solid[s]] - _electrolyteV[pore[s]]);
                (given[at + 1], found[at + 1]) = (particle.Concentration[s] * unit, (_face + _deviation[pore[s]]) * unit);
            }
        }

        double[] next = _mixer.Next(given, found, 0.5 * _thermalV);
        at = 0;
        foreach (var particle in _particles)
        {
            for (int s = 0; s < particle.Offset.Length; s++, at += 2) (particle.Offset[s], particle.Concentration[s]) = (next[at], next[at + 1] / unit);
        }
    }

    /// <summary>The balances of the settled fields: what leaves through either end is the current.</summary>
    private bool Finish(double scale)
    {
        double total = 0;
        foreach (double q in _poreCurrent) total += q;
        double error = Math.Max(Math.Abs(_pore.ThroughEnd(_answer) - total), Math.Abs(_solid.ThroughEnd(_solidV) + total)) / scale;
        if (error > 1e-7) return false;
        BalanceError = Math.Max(BalanceError, error);
        return true;
    }

    private static long Solve(
        BoxField field, double[] current, double[] u, double[] even, double sign, double tolerance, ref double norm, CancellationToken cancellationToken)
    {
        var (iterations, _) = field.Solve(current, u, tolerance, LinearLimit, cancellationToken);
        // What the residual adds up to goes where an even current would put it.
        var (reached, sum) = field.Residual(current, u, field.Residuals);
        norm = reached;
        double share = sum * sign;
        for (int i = 0; i < u.Length; i++) u[i] += share * even[i];
        return iterations;
    }

    /// <summary>Salt and potential of the electrolyte from the answer w of the pores.</summary>
    private void Electrolyte(double tolerance, CancellationToken cancellationToken)
    {
        var p = _electrolyte.At(_face);
        double perAmpere = (1 - p.TransferenceNumber) / (Material.FaradayCMol * p.DiffusivityM2S);
        for (int i = 0; i < _deviation.Length; i++) _deviation[i] = perAmpere * _answer[i];

        // Storage of salt in the pores: (K₁ + M·α₀/(D·Δt)) c' = (1−t₊)q/(F·D) − M(α₀c_face + α₁c₁ + α₂c₂)/(D·Δt).
        double rate = 1 / (p.DiffusivityM2S * _formula.Dt), storage = 0;
        for (int i = 0; i < _work.Length; i++)
        {
            double past = _poreVolume[i] * rate * ((_formula.Alpha0 * _face) + (_formula.Alpha1 * _saltNow[i]) + (_formula.Alpha2 * _saltBefore[i]));
            storage += Math.Abs(past + (_poreVolume[i] * rate * _formula.Alpha0 * _deviation[i]));
            _work[i] = (perAmpere * _poreCurrent[i]) - past;
        }

        if (storage > 0.1 * tolerance * perAmpere)
        {
            for (int i = 0; i < _scratch.Length; i++) _scratch[i] = _poreVolume[i] * rate * _formula.Alpha0;
            _pore.SetMass(_scratch);
            LinearIterations += _pore.Solve(_work, _deviation, 0.3 * tolerance * perAmpere, LinearLimit, cancellationToken).Iterations;
            _pore.SetMass(null);
        }

        double diffusional = 2 * _thermalV * (1 - p.TransferenceNumber) * p.ThermodynamicFactor / _face;
        for (int i = 0; i < _electrolyteV.Length; i++) _electrolyteV[i] = (_answer[i] / p.ConductivitySM) + (diffusional * _deviation[i]);
    }

    private void Gather()
    {
        Array.Clear(_poreCurrent);
        Array.Clear(_solidCurrent);
        for (int p = 0; p < _particles.Length; p++)
        {
            double[] net = _particles[p].NetA;
            int[] pore = Geometry.PoreNodes[p], solid = Geometry.SolidNodes[p];
            for (int s = 0; s < net.Length; s++)
            {
                _poreCurrent[pore[s]] += net[s];
                _solidCurrent[solid[s]] -= net[s];
            }
        }
    }

    private void Scatter(out double change, out double saltChange, bool keep = false)
    {
        change = saltChange = 0;
        for (int p = 0; p < _particles.Length; p++)
        {
            var particle = _particles[p];
            int[] solid = Geometry.SolidNodes[p], pore = Geometry.PoreNodes[p];
            for (int s = 0; s < particle.Offset.Length; s++)
            {
                double offset = _solidV[solid[s]] - _electrolyteV[pore[s]], concentration = _face + _deviation[pore[s]];
                change = Math.Max(change, Math.Abs(offset - particle.Offset[s]));
                saltChange = Math.Max(saltChange, Math.Abs(concentration - particle.Concentration[s]));
                if (!keep) (particle.Offset[s], particle.Concentration[s]) = (offset, concentration);
            }
        }
    }

    private void SolveEven(CancellationToken cancellationToken)
    {
        double area = _particles.Sum(p => p.Mesh.RealAreaM2);
        foreach (var particle in _particles)
        {
            for (int s = 0; s < particle.NetA.Length; s++) particle.NetA[s] = particle.Mesh.SurfaceAreaM2[s] / area;
        }

        Gather();
        InParallel(
            () => _pore.Solve(_poreCurrent, _evenPore, 1e-9, LinearLimit, cancellationToken),
            () => _solid.Solve(_solidCurrent, _evenSolid, 1e-9, LinearLimit, cancellationToken));
    }

    private void InParallel(Action pore, Action solid)
    {
        if (_threads > 1) Parallel.Invoke(pore, solid);
        else
        {
            pore();
            solid();
        }
    }

    private static double Range(double[] values, BoxField field)
    {
        double low = 0, high = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(field.OwnDiagonal[i] > 0)) continue;
            low = Math.Min(low, values[i]);
            high = Math.Max(high, values[i]);
        }

        return high - low;
    }

    /// <summary>Fills the fields of a snapshot.</summary>
    internal CellSnapshot AddTo(CellSnapshot snapshot) => snapshot with
    {
        FaceConcentration = _face,
        ConcentrationDeviation = Geometry.ToVoxels(_deviation, v => Geometry.PoreFactor[v] > 0),
        ElectrolytePotentialV = Geometry.ToVoxels(_electrolyteV, v => Geometry.PoreFactor[v] > 0),
        SolidPotentialV = Geometry.ToVoxels(_solidV, v => Geometry.Labels[v] != 0),
    };

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_face);
        writer.Write(_scaledFor);
        writer.Write(BalanceError);
        foreach (double[] array in Arrays()) StateFile.Write(writer, array);
    }

    internal void Load(BinaryReader reader)
    {
        _face = reader.ReadDouble();
        _scaledFor = reader.ReadDouble();
        BalanceError = reader.ReadDouble();
        foreach (double[] array in Arrays()) StateFile.Read(reader, array);
    }

    private IEnumerable<double[]> Arrays() => [_answer, _deviation, _electrolyteV, _solidV, _saltNow, _saltBefore];
}
