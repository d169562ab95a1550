using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.Output;

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

    /// <summary>Error of the potentials that a residual may stand for, V; it decides how far the linear solves go, within the two limits below.</summary>
    private const double PotentialErrorV = 1e-8;

    private const double LeastTolerance = 1e-5;
    private const double MostTolerance = 5e-2;
    private const double SnapshotTolerance = 1e-3;

    /// <summary>Changes of potential and concentration, beneath which the reactions need not be looked at again: 2·10⁻⁷ of a current.</summary>
    private const double SettledV = 1e-8;
    private const double SettledConcentration = 4e-7;
    private const double SmallestConcentration = 1;
    private const double LargestConcentration = 4500;

    private readonly ParticleState[] _particles;
    private readonly IElectrolyte _electrolyte;
    private readonly double _thermalV;
    private readonly int _threads;
    private readonly BoxField _pore;
    private readonly BoxField _solid;
    private readonly VariableElectrolyte _variable;
    private readonly double[] _poreVolume;
    private readonly double[] _evenPore;
    private readonly double[] _evenSolid;
    private readonly double _poreUnit;
    private readonly double _solidUnit;
    private readonly double[] _work;
    private readonly double[] _poreCurrent;
    private readonly double[] _solidCurrent;
    private readonly double[] _solvedFor;
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
    private double _tolerance;
    private double _poreNorm = double.PositiveInfinity;
    private double _solidNorm = double.PositiveInfinity;
    private bool _steady;

    internal CellFields(FieldGeometry geometry, ParticleState[] particles, Material material, IElectrolyte electrolyte, int threads, CancellationToken cancellationToken = default)
    {
        Geometry = geometry;
        _particles = particles;
        _electrolyte = electrolyte;
        _thermalV = Material.GasConstantJMolK * material.TemperatureK / Material.FaradayCMol;
        _threads = threads;
        var grid = geometry.Grid;
        _pore = new BoxField(grid, geometry.VoxelSizeM, geometry.PoreFactor, geometry.Count(geometry.PoreFactor), geometry.Periodic, tiedAtTop: false);
        _solid = new BoxField(grid, geometry.VoxelSizeM, geometry.SolidSM, geometry.Count(geometry.SolidSM), geometry.Periodic, tiedAtTop: true);
        double voxel = Math.Pow(geometry.VoxelSizeM, 3);
        _poreVolume = geometry.Count(geometry.PorosityOf);
        for (int i = 0; i < _poreVolume.Length; i++) _poreVolume[i] *= voxel;
        (_work, _scratch, _poreCurrent, _solidCurrent) = (grid.CreateVector(), grid.CreateVector(), grid.CreateVector(), grid.CreateVector());
        (_answer, _deviation, _electrolyteV, _solidV) = (grid.CreateVector(), grid.CreateVector(), grid.CreateVector(), grid.CreateVector());
        _solvedFor = grid.CreateVector();
        (_saltNow, _saltBefore, _evenPore, _evenSolid) = (grid.CreateVector(), grid.CreateVector(), grid.CreateVector(), grid.CreateVector());
        _face = material.ElectrolyteConcentrationMolM3;
        Array.Fill(_saltNow, _face);
        Array.Fill(_saltBefore, _face);
        _variable = new VariableElectrolyte(geometry, electrolyte, _thermalV);
        (_poreUnit, _solidUnit) = SolveEven(cancellationToken);
    }

    internal FieldGeometry Geometry { get; }

    /// <summary>Residual of the fields at the last settled update, Σ|r| over the current.</summary>
    internal double RelativeResidual { get; private set; }

    /// <summary>The same as an error of potential over RT/F.</summary>
    internal double ResidualInThermalVolts { get; private set; }

    /// <summary>Largest error of the balance of ions and electrons over the settled updates, relative to the current.</summary>
    internal double BalanceError { get; private set; }

    /// <summary>Salt concentration at the face of the box, mol/m³.</summary>
    internal double FaceConcentration => _face;

    /// <summary>Multigrid cycles so far.</summary>
    internal long Cycles { get; private set; }

    /// <summary>Largest differences in the box: salt, mol/m³; electrolyte and solid potential, V.</summary>
    internal (double Salt, double Electrolyte, double Solid) Spread { get; private set; }

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
                _solvedFor[i] *= ratio;
            }

            double size = Math.Abs(ratio);
            (_poreNorm, _solidNorm) = (size * _poreNorm, size * _solidNorm);
            Spread = (size * Spread.Salt, size * Spread.Electrolyte, size * Spread.Solid);
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
        bool sameFace = Math.Abs(face - _face) <= SettledConcentration * _face;
        _face = face;
        _tolerance = Tolerance(Spread.Electrolyte);
        double solidTolerance = Tolerance(Spread.Solid);
        // The fields were solved for currents that may be near enough still.
        double change = Distance(_poreCurrent, _solvedFor) / (_poreUnit * scale), poreNorm = _poreNorm + change, solidNorm = _solidNorm + change;
        if (sameFace && _steady && poreNorm <= _tolerance && solidNorm <= solidTolerance && Finish(scale))
        {
            NoteResidual(poreNorm, solidNorm);
            return FieldOutcome.Settled;
        }

        int poreCycles = 0, solidCycles = 0;
        InParallel(
            () => (poreCycles, poreNorm) = Solve(_pore, _poreCurrent, _answer, _evenPore, 1, _work, _poreUnit * scale, _tolerance, cancellationToken),
            () => (solidCycles, solidNorm) = Solve(_solid, _solidCurrent, _solidV, _evenSolid, -1, _scratch, _solidUnit * scale, solidTolerance, cancellationToken));
        Cycles += poreCycles + solidCycles;
        Array.Copy(_poreCurrent, _solvedFor, _solvedFor.Length);
        (_poreNorm, _solidNorm) = (poreNorm, solidNorm);
        if (!(poreNorm <= _tolerance && solidNorm <= solidTolerance)) return FieldOutcome.Moved;
        Electrolyte(scale, cancellationToken);
        if (Range(_deviation, _pore) > UniformSpread * Math.Abs(_face))
        {
            _steady = false;
            // Depletion is looked for first: beyond it there are no properties.
            if (_face + _deviation.Min() < SmallestConcentration) return FieldOutcome.SaltDepleted;
            Cycles += _variable.Solve(
                _face, _formula, _poreVolume, _saltNow, _saltBefore, _poreCurrent, _poreUnit * scale, _deviation, _electrolyteV, cancellationToken);
        }

        Spread = (Range(_deviation, _pore), Range(_electrolyteV, _pore), Range(_solidV, _solid));
        NoteResidual(poreNorm, solidNorm);
        double least = _face + _deviation.Min(), most = _face + _deviation.Max();
        if (!(least >= SmallestConcentration)) return FieldOutcome.SaltDepleted;
        return most > LargestConcentration ? FieldOutcome.SaltBeyondRange : Moved(scale);
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

    private static double Tolerance(double drop) => Math.Clamp(PotentialErrorV / drop, LeastTolerance, MostTolerance);

    private void NoteResidual(double pore, double solid)
    {
        RelativeResidual = Math.Max(pore, solid);
        ResidualInThermalVolts = Math.Max(pore * Spread.Electrolyte, solid * Spread.Solid) / _thermalV;
    }

    private static double Distance(double[] a, double[] b)
    {
        double squares = 0;
        for (int i = 0; i < a.Length; i++) squares += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(squares);
    }

    /// <summary>Brings a field within its tolerance, from where it stands, and closes its total.</summary>
    private static (int Cycles, double Norm) Solve(
        BoxField field, double[] current, double[] u, double[] even, double sign, double[] work, double unit, double tolerance, CancellationToken cancellationToken)
    {
        int cycles = 0;
        var (norm, sum) = field.Residual(current, u, work);
        if (norm > tolerance * unit)
        {
            cycles = field.Solve(current, u, 0.5 * tolerance * unit, cancellationToken);
            (norm, sum) = field.Residual(current, u, work);
        }

        // What the residual adds up to goes where an even current would put it.
        double share = sum * sign;
        for (int i = 0; i < u.Length; i++) u[i] += share * even[i];
        return (cycles, norm / unit);
    }

    /// <summary>Salt and potential of the electrolyte from the answer w of the pores, with uniform properties.</summary>
    private void Electrolyte(double scale, CancellationToken cancellationToken)
    {
        var p = _electrolyte.At(_face);
        double perAmpere = (1 - p.TransferenceNumber) / (Material.FaradayCMol * p.DiffusivityM2S);
        for (int i = 0; i < _deviation.Length; i++) _deviation[i] = perAmpere * _answer[i];

        // Storage of salt in the pores: (K₁ + M·α₀/(D·Δt)) c' = (1−t₊)q/(F·D) − M(α₀c_face + α₁c₁ + α₂c₂)/(D·Δt).
        double rate = 1 / (p.DiffusivityM2S * _formula.Dt), storage = 0;
        for (int i = 0; i < _work.Length; i++)
        {
            double past = _poreVolume[i] * rate * ((_formula.Alpha0 * _face) + (_formula.Alpha1 * _saltNow[i]) + (_formula.Alpha2 * _saltBefore[i]));
            double all = past + (_poreVolume[i] * rate * _formula.Alpha0 * _deviation[i]);
            storage += all * all;
            _work[i] = (perAmpere * _poreCurrent[i]) - past;
        }

        double tolerance = _tolerance * _poreUnit * scale * perAmpere;
        _steady = Math.Sqrt(storage) <= tolerance;
        if (!_steady)
        {
            for (int i = 0; i < _scratch.Length; i++) _scratch[i] = _poreVolume[i] * rate * _formula.Alpha0;
            _pore.SetMass(_scratch);
            Cycles += _pore.Solve(_work, _deviation, 0.3 * tolerance, cancellationToken);
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

    /// <summary>The answers to a current of 1 A spread evenly over the real surface, and the norms of that current.</summary>
    private (double Pore, double Solid) SolveEven(CancellationToken cancellationToken)
    {
        double area = _particles.Sum(p => p.Mesh.RealAreaM2);
        foreach (var particle in _particles)
        {
            for (int s = 0; s < particle.NetA.Length; s++) particle.NetA[s] = particle.Mesh.SurfaceAreaM2[s] / area;
        }

        Gather();
        double pore = BoxField.Norm(_poreCurrent), solid = BoxField.Norm(_solidCurrent);
        InParallel(
            () => _pore.Solve(_poreCurrent, _evenPore, 1e-7 * pore, cancellationToken),
            () => _solid.Solve(_solidCurrent, _evenSolid, 1e-7 * solid, cancellationToken));
        return (pore, solid);
    }

    private void InParallel(Action pore, Action solid)
    {
        if (_threads > 1) Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = 2, TaskScheduler = TaskScheduler.Current }, pore, solid);
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
            if (!(field.Domain[i] > 0)) continue;
            low = Math.Min(low, values[i]);
            high = Math.Max(high, values[i]);
        }

        return high - low;
    }

    /// <summary>The fields as one value a voxel, for a snapshot, solved further than the reactions need.</summary>
    internal IEnumerable<CellField> ToVoxels()
    {
        double current = Math.Abs(_scaledFor);
        if (current > 0) Refine(current);
        bool InPore(int v) => Geometry.PoreFactor[v] > 0;
        yield return new CellField("salt_deviation", "salt less that at the separator", "mol/m3", Geometry.ToVoxels(_deviation, InPore));
        yield return new CellField("electrolyte_potential", "electrolyte potential against the separator's side", "V", Geometry.ToVoxels(_electrolyteV, InPore));
        yield return new CellField("solid_potential", "solid potential against the collector", "V", Geometry.ToVoxels(_solidV, v => Geometry.Labels[v] != 0));
    }

    private void Refine(double current)
    {
        Gather();
        Solve(_pore, _poreCurrent, _answer, _evenPore, 1, _work, _poreUnit * current, SnapshotTolerance, CancellationToken.None);
        Solve(_solid, _solidCurrent, _solidV, _evenSolid, -1, _scratch, _solidUnit * current, SnapshotTolerance, CancellationToken.None);
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_face);
        writer.Write(_scaledFor);
        writer.Write(BalanceError);
        writer.Write(_steady);
        foreach (double value in (double[])[_poreNorm, _solidNorm, Spread.Salt, Spread.Electrolyte, Spread.Solid]) writer.Write(value);
        foreach (double[] array in Arrays()) StateFile.Write(writer, array);
    }

    internal void Load(BinaryReader reader)
    {
        _face = reader.ReadDouble();
        _scaledFor = reader.ReadDouble();
        BalanceError = reader.ReadDouble();
        _steady = reader.ReadBoolean();
        (_poreNorm, _solidNorm) = (reader.ReadDouble(), reader.ReadDouble());
        Spread = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        foreach (double[] array in Arrays()) StateFile.Read(reader, array);
    }

    private IEnumerable<double[]> Arrays() => [_solvedFor, _answer, _deviation, _electrolyteV, _solidV, _saltNow, _saltBefore];
}
