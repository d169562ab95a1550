using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// The porous-electrode half cell as a forward model for fits: separator, electrolyte and electrode thickness of a given design, with the
/// sample's classes and the material to try put into it. Thread safety: immutable.
/// </summary>
/// <param name="design">The half cell; its classes, material and protocol are replaced. The default design if null.</param>
public sealed class HalfCellPredictor(CellCase? design = null) : ICellPredictor
{
    private readonly CellCase _design = design ?? new CellCase { Name = "fit", Protocol = new Protocol([]) };

    /// <inheritdoc/>
    public string Description => _design.Solver.ElectrolyteFree
        ? "size classes that share one potential, without electrolyte"
        : "porous-electrode half cell: size classes, electrolyte and separator through the thickness";

    /// <inheritdoc/>
    public bool HasElectrolyte => !_design.Solver.ElectrolyteFree;

    /// <inheritdoc/>
    /// <exception cref="ConvergenceException">The run ended before the protocol did; the message says why.</exception>
    public CellResponse Predict(CellSample sample, Material material, Protocol protocol, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(material);
        var result = HalfCellSimulation.Run(
            _design with
            {
                Name = sample.Name,
                TemperatureK = material.TemperatureK,
                Protocol = protocol,
                Positive = _design.Positive with
                {
                    Material = material,
                    ThicknessM = double.IsFinite(sample.LoadingKgM2) ? sample.LoadingKgM2 / (material.DensityKgM3 * _design.Positive.ActiveVolumeFraction) : _design.Positive.ThicknessM,
                    Classes = [.. sample.Classes.Select(c => new ParticleClass(c.VolumeShare, c.RealAreaM1(material), Math.Sqrt(15 * c.LagM2)))],
                },
            }, null, cancellationToken);
        if (result.Failure is { } reason) throw new ConvergenceException(result.Reason, reason);

        double perGram = HalfCellFiles.PerGram(result), area = result.Case.Positive.RealAreaM2M2;
        double[] charges = HalfCellFiles.SpecificCharges(result);
        int direction = 0;
        var halves = new List<double>();
        var curve = new List<CyclePoint>(result.Curve.Count);
        foreach (var p in result.Curve)
        {
            int sign = Math.Sign(p.CurrentAM2);
            if (sign != 0 && sign != direction)
            {
                direction = sign;
                halves.Add(0);
            }

            double charge = charges[curve.Count];
            if (halves.Count > 0) halves[^1] = charge;
            curve.Add(new CyclePoint(p.TimeS, p.CurrentAM2 / area, p.VoltageV, p.Lithiation, p.SideChargeCM2 * perGram, p.FilmM * 1e9, Math.Abs(charge)));
        }

        var electrode = result.Case.Positive;
        double side = result.Curve[^1].SideChargeCM2;
        return new CellResponse
        {
            Curve = curve,
            HalfCyclesMAhG = halves,
            Convention = material.Convention,
            SideMAhG = side * perGram,
            TrappedMAhG = (result.Curve[^1].Lithiation - electrode.Material.InitialLithiation) * electrode.CapacityCM2 * perGram,
            BalanceError = result.BalanceError,
        };
    }
}
