using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Salt and potential of the electrolyte with properties that differ from voxel to voxel, gradient of t₊ included: D, κ, t₊ and TDF are those
/// at each voxel's last concentration (Picard), one round a call.
/// </summary>
/// <remarks>
/// With i_e = −κ(∇φ − (2RT/F)(1−t₊)TDF ∇ln c) the weak form of ∂c/∂t = ∇·(D∇c) − ∇·(t₊i_e)/F with q at the walls is M dc/dt + K_D c = [q − K_{t₊κ} φ
/// + K_{t₊κ_D/c} c]/F, and that of ∇·i_e = 0 is K_κ φ = q + K_{κ_D/c} c.
/// </remarks>
internal sealed class VariableElectrolyte
{
    private const double Tolerance = 1e-8;

    private readonly FieldGeometry _geometry;
    private readonly IElectrolyte _electrolyte;
    private readonly double _thermalV;
    private BoxField? _salt;
    private BoxField? _ionic;
    private DiffusionOperator? _flux;
    private double[] _first = [];
    private double[] _second = [];
    private double[] _mass = [];

    internal VariableElectrolyte(FieldGeometry geometry, IElectrolyte electrolyte, double thermalV)
    {
        _geometry = geometry;
        _electrolyte = electrolyte;
        _thermalV = thermalV;
    }

    /// <summary>One round.</summary>
    /// <returns>Multigrid cycles.</returns>
    internal int Solve(
        double face, StepFormula formula, double[] poreVolume, double[] saltNow, double[] saltBefore, double[] current, double unit,
        double[] deviation, double[] potential, CancellationToken cancellationToken)
    {
        int voxels = _geometry.PoreFactor.Length;
        double[] diffusivity = new double[voxels], conductivity = new double[voxels], diffusional = new double[voxels], carriedField = new double[voxels], carriedSalt = new double[voxels];
        var mean = _electrolyte.At(face);
        float[] local = _geometry.ToVoxels(deviation, v => _geometry.PoreFactor[v] > 0);
        for (int v = 0; v < voxels; v++)
        {
            double factor = _geometry.PoreFactor[v];
            if (factor == 0) continue;
            double c = face + local[v];
            var p = _electrolyte.At(c);
            diffusivity[v] = factor * p.DiffusivityM2S / mean.DiffusivityM2S;
            conductivity[v] = factor * p.ConductivitySM / mean.ConductivitySM;
            diffusional[v] = conductivity[v] * 2 * _thermalV * (1 - p.TransferenceNumber) * p.ThermodynamicFactor / Math.Max(c, 1e-3);
            carriedField[v] = conductivity[v] * p.TransferenceNumber;
            carriedSalt[v] = diffusional[v] * p.TransferenceNumber;
        }

        Prepare(diffusivity, conductivity);
        double faraday = Material.FaradayCMol * mean.DiffusivityM2S, rate = 1 / (mean.DiffusivityM2S * formula.Dt);
        // t₊ i_e from the last fields.
        Apply(carriedField, potential, _first);
        Apply(carriedSalt, deviation, _second);
        for (int i = 0; i < _first.Length; i++)
        {
            double carried = mean.ConductivitySM * (_first[i] - _second[i]);
            double past = poreVolume[i] * rate * ((formula.Alpha0 * face) + (formula.Alpha1 * saltNow[i]) + (formula.Alpha2 * saltBefore[i]));
            _first[i] = ((current[i] - carried) / faraday) - past;
            _mass[i] = poreVolume[i] * rate * formula.Alpha0;
        }

        _salt!.SetMass(_mass);
        int cycles = _salt.Solve(_first, deviation, Tolerance * unit / faraday, cancellationToken);
        Apply(diffusional, deviation, _second);
        for (int i = 0; i < _first.Length; i++) _first[i] = (current[i] / mean.ConductivitySM) + _second[i];
        return cycles + _ionic!.Solve(_first, potential, Tolerance * unit / mean.ConductivitySM, cancellationToken);
    }

    private void Prepare(double[] diffusivity, double[] conductivity)
    {
        if (_salt is null)
        {
            double[] domain = _geometry.Count(_geometry.PoreFactor);
            _salt = new BoxField(_geometry.Grid, _geometry.VoxelSizeM, diffusivity, domain, _geometry.Periodic, tiedAtTop: false);
            _ionic = new BoxField(_geometry.Grid, _geometry.VoxelSizeM, conductivity, domain, _geometry.Periodic, tiedAtTop: false);
            var side = _geometry.Periodic ? BoundaryKind.Periodic : BoundaryKind.Neumann;
            _flux = new DiffusionOperator(_geometry.Grid, _geometry.VoxelSizeM, new BoxBoundary(side, side, BoundaryKind.Neumann));
            (_first, _second, _mass) = (_geometry.Grid.CreateVector(), _geometry.Grid.CreateVector(), _geometry.Grid.CreateVector());
            return;
        }

        _salt.SetCoefficients(diffusivity);
        _ionic!.SetCoefficients(conductivity);
    }

    private void Apply(double[] coefficients, double[] u, double[] y)
    {
        _flux!.SetCoefficients(coefficients);
        _flux.Apply(u, y);
    }
}
