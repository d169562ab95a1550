using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Effective;
using LtoAutoscope.Fem.Identification.Uncertainty;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>Runs a case, or a half cell built from a morphology, and reports it with the interval of CE1.</summary>
/// <remarks>Thread safety: an instance holds nothing between runs and may run several at once.</remarks>
public sealed class HalfCellModel
{
    // The interval of a case is how far grid and time steps may be off, told by a run on half the grid with looser steps.
    private const double LooserSteps = 4;
    private const double SmallestHalfWidth = 1e-6;

    private readonly TimeProvider _time;

    /// <param name="time">The clock for wall-clock times; the system's if null.</param>
    public HalfCellModel(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>Runs a case on the thread pool.</summary>
    /// <param name="cell">The case.</param>
    /// <param name="progress">Where it stands, or null.</param>
    /// <param name="cancellationToken">Ends it within a time step.</param>
    /// <exception cref="InputException">The case contradicts itself.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<HalfCellRun> RunAsync(CellCase cell, IProgress<CellModelProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return Task.Run(() =>
        {
            long start = _time.GetTimestamp();
            var result = HalfCellSimulation.Run(cell, Report(progress, cell), cancellationToken);
            double half = double.NaN;
            if (double.IsFinite(result.Ce1) && result.Failure is null)
            {
                var coarse = HalfCellSimulation.Run(Coarser(cell), null, cancellationToken);
                half = Math.Max(SmallestHalfWidth, Math.Abs(coarse.Ce1 - result.Ce1));
            }

            var with = RunWith(cell);
            with["interval"] = "numerical error alone: the difference from half the grid with looser time steps; the parameters of the case are taken as exact";
            progress?.Report(new CellModelProgress(1, "done", 1, 1, double.NaN));
            return new HalfCellRun(Build(result, half, _time.GetElapsedTime(start).TotalSeconds, with), result);
        }, cancellationToken);
    }

    /// <summary>Runs a first cycle of a half cell built from a morphology on the thread pool.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">The material.</param>
    /// <param name="options">Rate, shape model, surroundings; fidelity <c>p2d</c> or <c>particle</c>.</param>
    /// <param name="progress">Where it stands, or null.</param>
    /// <param name="cancellationToken">Ends it within a time step.</param>
    /// <exception cref="InputException">The morphology holds no usable particle, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<HalfCellRun> RunAsync(
        Morphology morphology, Material material, CellModelOptions options, IProgress<CellModelProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        options.ValidateForHalfCell();
        return Task.Run(() =>
        {
            long start = _time.GetTimestamp();
            var cell = MorphologyCase.Build(morphology, material, options);
            PoreTransport? pores = options.Fidelity == CellFidelity.P2d ? Upscale(morphology, material, options, progress, cancellationToken) : null;
            double? exponent = pores is { } p && p.Relative.Average() is > 0 and < 1 ? Math.Log(p.Relative.Average()) / Math.Log(p.Porosity) : null;
            if (exponent is { } b) cell = cell with { Positive = cell.Positive with { BruggemanExponent = b } };
            var result = HalfCellSimulation.Run(cell, Report(progress, cell), cancellationToken);
            var with = RunWith(cell);
            double half = double.NaN;
            if (double.IsFinite(result.Ce1) && result.Failure is null)
            {
                var uncertainty = MorphologyUncertainty.Estimate(morphology, options.Structure.Shape, (shape, diameter, aspect, fractal) =>
                {
                    var varied = cell with
                    {
                        Positive = cell.Positive with { Classes = MorphologyCase.ClassesOf(morphology, material, shape, diameter, aspect, fractal) },
                        Solver = cell.Solver with { ElectrolyteFree = true },
                    };
                    return HalfCellSimulation.Run(varied, null, cancellationToken).Ce1;
                }) with { Further = FurtherUncertainty.Estimate(morphology, material, options.RatePerHour, options.Structure.Shape, cancellationToken) };
                half = uncertainty.Total;
                with["interval"] = "95 %: diameter, aspect ratio, fractal dimension, shape model, roughness cut-off, and the parameters of which the material states an interval";
                with["interval_half_width"] = uncertainty.ToKeys();
            }

            with["pore_transport"] = exponent is null
                ? "Bruggeman's exponent 1.5" : "exponent of porosity from the pores of a packed box of this morphology";
            with["electrode_bruggeman_exponent"] = cell.Positive.BruggemanExponent;
            with["box_porosity"] = pores?.Porosity;
            with["box_tortuosity_factors"] = exponent is null ? null : pores!.TortuosityFactor;
            with["sample"] = morphology.SampleName;
            with["measured_particles"] = morphology.ParticleCount;
            with["shape_model"] = options.Structure.Shape.Words;
            with["roughness_inner_cutoff_nm"] = material.RoughnessInnerCutoffNm;
            progress?.Report(new CellModelProgress(1, "done", 1, 1, double.NaN));
            return new HalfCellRun(Build(result, half, _time.GetElapsedTime(start).TotalSeconds, with), result);
        }, cancellationToken);
    }

    /// <summary>Transport in the pores of one packed box of the morphology; the exponent that it implies is taken over to the electrode's porosity.</summary>
    private static PoreTransport Upscale(
        Morphology morphology, Material material, CellModelOptions options, IProgress<CellModelProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new CellModelProgress(0, "packing", 1, 1, double.NaN));
        var box = MicrostructureBuilder.Build(morphology, options.StructureFor(material), 0, cancellationToken);
        return PoreTransport.Measure(box.Voxels, 0, options.Threads, cancellationToken);
    }

    private static Action<double, double>? Report(IProgress<CellModelProgress>? progress, CellCase cell)
    {
        if (progress is null) return null;
        double last = -1;
        int steps = cell.Protocol.Steps.Count * cell.Protocol.Cycles;
        return (share, voltage) =>
        {
            if (share - last < 0.005) return;
            last = share;
            var step = cell.Protocol.Steps[Math.Clamp((int)(share * steps), 0, steps - 1) % cell.Protocol.Steps.Count];
            string stage = step.Mode != StepMode.Current ? step.Mode.ToString().ToLowerInvariant()
                : cell.Kind == CellKind.Half ? (step.RatePerHour ?? step.CurrentDensityAM2) > 0 ? "lithiation" : "delithiation"
                : (step.RatePerHour ?? step.CurrentDensityAM2) > 0 ? "discharge" : "charge";
            progress.Report(new CellModelProgress(0.9 * share, stage, 1, 1, voltage));
        };
    }

    private static CellCase Coarser(CellCase cell) => cell with
    {
        Protocol = cell.Protocol with { Cycles = 1 },
        ProfileTimesS = [],
        Solver = cell.Solver with
        {
            ElectrodeCells = Math.Max(1, cell.Solver.ElectrodeCells / 2), SeparatorCells = Math.Max(1, cell.Solver.SeparatorCells / 2),
            RadialNodes = Math.Max(8, cell.Solver.RadialNodes / 2), VoltageToleranceV = LooserSteps * cell.Solver.VoltageToleranceV,
            LithiationTolerance = LooserSteps * cell.Solver.LithiationTolerance, ConcentrationTolerance = LooserSteps * cell.Solver.ConcentrationTolerance,
        },
    };

    private static HalfCellReport Build(HalfCellResult result, double halfWidth, double wallS, Dictionary<string, object?> with)
    {
        var first = result.Cycles.Count > 0 ? result.Cycles[0] : null;
        double? ce = double.IsFinite(result.Ce1) ? result.Ce1 : null;
        with["time_steps"] = result.TimeSteps;
        with["newton_iterations"] = result.NewtonIterations;
        with["steps"] = result.Steps;
        return new HalfCellReport
        {
            Ce1 = ce,
            Ce1Interval = ce is { } value && double.IsFinite(halfWidth) ? [Math.Max(0, value - halfWidth), Math.Min(Math.Max(1, value), value + halfWidth)] : null,
            LithiationMAhG = first?.LithiationMAhG,
            DelithiationMAhG = first?.DelithiationMAhG,
            SideMAhG = first?.SideMAhG,
            DischargeCapacityCM2 = first is null ? null : first.LithiationMAhG * 3600 * result.Case.Positive.MassKgM2,
            LossBreakdown = result.Loss,
            BalanceError = result.BalanceError,
            WallS = wallS,
            Completed = result.Failure is null,
            Failure = result.Failure,
            Reason = result.Reason,
            Cycles = result.Cycles,
            RunWith = with,
        };
    }

    private static Dictionary<string, object?> RunWith(CellCase cell)
    {
        var electrode = cell.Positive;
        double total = electrode.Classes.Sum(c => c.VolumeShare);
        return new Dictionary<string, object?>
        {
            ["fidelity"] = cell.Solver.ElectrolyteFree ? "particle" : "p2d",
            ["case"] = cell.Name,
            ["kind"] = cell.Kind,
            ["temperature_k"] = cell.TemperatureK,
            ["one_rate_current_a_m2"] = cell.CurrentOfOneRate,
            ["material"] = MaterialFile.ToKeys(electrode.Material),
            ["efficiency"] = cell.Kind == CellKind.Half ? electrode.Material.Convention.Words() : "discharge over charge",
            ["negative_material"] = cell.Negative is { } negative ? MaterialFile.ToKeys(negative.Material) : null,
            ["electrode_thickness_m"] = electrode.ThicknessM,
            ["electrode_porosity"] = electrode.Porosity,
            ["electrode_transport_efficiency"] = electrode.TransportEfficiency,
            ["separator_thickness_m"] = cell.Separator.ThicknessM,
            ["separator_transport_efficiency"] = cell.Separator.TransportEfficiency,
            ["surface_real_m2_g"] = electrode.RealAreaM2M2 / (1000 * electrode.MassKgM2),
            ["size_classes"] = electrode.Classes.Select(c => new Dictionary<string, object?>
            {
                ["volume_share"] = c.VolumeShare / total, ["area_per_volume_1_m"] = c.AreaPerVolume, ["diffusion_length_m"] = c.DiffusionLengthM,
            }).ToArray(),
            ["protocol"] = cell.Protocol,
            ["electrode_cells"] = cell.Solver.ElectrodeCells,
            ["separator_cells"] = cell.Solver.SeparatorCells,
        };
    }
}
