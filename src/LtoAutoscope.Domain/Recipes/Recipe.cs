namespace LtoAutoscope.Domain.Recipes;

/// <summary>How a sample is to be examined. Read from config/recipes/*.yaml; the keys are the property names in snake_case.</summary>
public sealed record Recipe
{
    /// <summary>Default of <see cref="ParticleGoal"/>.</summary>
    public const int DefaultParticleGoal = 500;

    /// <summary>The recipe's name.</summary>
    public required string Name { get; init; }

    /// <summary>Revision of the recipe, from 1: raise it with every change, so that results made with different conditions can be told apart. Default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Whole particles to count before the sample is done, 1…1,000,000. Default 500.</summary>
    public int ParticleGoal { get; init; } = DefaultParticleGoal;

    /// <summary>Half-width of the 95 % intervals of median diameter and mean aspect ratio that is asked for, percent of the figure, 0.1…50. Default 3.</summary>
    public double PrecisionPercent { get; init; } = 3;

    /// <summary>Whether the goal waits for that precision. Default required.</summary>
    public PrecisionPolicy Precision { get; init; } = PrecisionPolicy.Required;

    /// <summary>The longest that acquisition may take, minutes, 1…10,000; null without limit. What was counted by then is the result.</summary>
    public double? MaximumMinutes { get; init; }

    /// <summary>The most electrons per nm² that a place may get, its repetitions and focus searches included, above 0; null without limit.</summary>
    public double? MaximumDosePerNm2 { get; init; }

    /// <summary>The most frames to take, whatever was counted, 1…100,000. Default 60.</summary>
    public int MaximumFrames { get; init; } = 60;

    /// <summary>Areas over which the frames are spread, 1…1,000. Default 5.</summary>
    public int Areas { get; init; } = 5;

    /// <summary>Where the frames lie.</summary>
    public PlanSettings Plan { get; init; } = new();

    /// <summary>How frames are exposed.</summary>
    public ExposureSettings Exposure { get; init; } = new();

    /// <summary>How focus is found and kept.</summary>
    public FocusSettings Focus { get; init; } = new();

    /// <summary>How drift is watched and corrected.</summary>
    public DriftSettings Drift { get; init; } = new();

    /// <summary>How often what may be tried before something is given up.</summary>
    public ErrorSettings Errors { get; init; } = new();

    /// <summary>How the pixel size is checked on a calibration stub.</summary>
    public CalibrationSettings Calibration { get; init; } = new();

    /// <summary>How particles are found.</summary>
    public SegmentationSettings Segmentation { get; init; } = new();

    /// <summary>How the cell model is run.</summary>
    public CellModelSettings CellModel { get; init; } = new();

    /// <summary>Seed of all that is drawn by chance in the run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when the recipe is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(Name)) problems.Add("name: give the recipe a name");
        Range(problems, "version", Version, 1, 1_000_000);
        Range(problems, "particle_goal", ParticleGoal, 1, 1_000_000);
        Range(problems, "precision_percent", PrecisionPercent, 0.1, 50);
        Range(problems, "maximum_frames", MaximumFrames, 1, 100_000);
        Range(problems, "areas", Areas, 1, 1000);
        if (MaximumMinutes is { } minutes) Range(problems, "maximum_minutes", minutes, 1, 10_000);
        if (MaximumDosePerNm2 is { } dose) Range(problems, "maximum_dose_per_nm2", dose, 1e-6, 1e9);
        Range(problems, "plan.gap_fraction", Plan.GapFraction, -0.5, 5);
        Range(problems, "plan.radius_fraction", Plan.RadiusFraction, 0.01, 1);
        Range(problems, "plan.grid_columns", Plan.GridColumns, 1, 1000);
        Range(problems, "plan.grid_rows", Plan.GridRows, 1, 1000);
        if (Plan.Polygon.Count is 1 or 2) problems.Add($"plan.polygon: {Plan.Polygon.Count} corners make no polygon; give at least 3");
        if (Plan.Layout == PlanLayout.Positions && Plan.Positions.Count == 0) problems.Add("plan.positions: layout 'positions' needs at least one");
        if (Plan.Mosaic && Plan.GapFraction > -0.05) problems.Add("plan.mosaic: frames must overlap to be stitched; set plan.gap_fraction to -0.05 or less");
        if (Plan.Mosaic && Plan.Layout is not (PlanLayout.Grid or PlanLayout.Serpentine)) problems.Add("plan.mosaic: only a grid or a serpentine can be stitched");
        Range(problems, "exposure.width_px", Exposure.WidthPx, 128, 16384);
        Range(problems, "exposure.height_px", Exposure.HeightPx, 128, 16384);
        Range(problems, "exposure.field_width_um", Exposure.FieldWidthUm, 0.05, 5000);
        Range(problems, "exposure.dwell_us", Exposure.DwellUs, 0.02, 1000);
        Range(problems, "exposure.beam_energy_kv", Exposure.BeamEnergyKv, 0.2, 30);
        if (Exposure.BitsPerPixel is not (8 or 16)) problems.Add($"exposure.bits_per_pixel: {Exposure.BitsPerPixel} must be 8 or 16");
        if (Focus.StartMm is { } start) Range(problems, "focus.start_mm", start, 0.5, 100);
        Range(problems, "focus.range_mm", Focus.RangeMm, 0.0001, 5);
        Range(problems, "focus.steps", Focus.Steps, 3, 101);
        Range(problems, "focus.every_frames", Focus.EveryFrames, 1, 100_000);
        Range(problems, "focus.minimum_score_ratio", Focus.MinimumScoreRatio, 0, 1);
        Range(problems, "focus.every_mm", Focus.EveryMm, 0.001, 100);
        Range(problems, "focus.every_minutes", Focus.EveryMinutes, 0.1, 1440);
        Range(problems, "drift.maximum_nm_per_s", Drift.MaximumNmPerS, 0.001, 1e6);
        Range(problems, "drift.tolerance_fraction", Drift.ToleranceFraction, 0.001, 1);
        Range(problems, "drift.tries", Drift.Tries, 1, 100);
        Range(problems, "drift.settle_s", Drift.SettleS, 0, 3600);
        Range(problems, "drift.every_minutes", Drift.EveryMinutes, 0.1, 1440);
        Range(problems, "errors.retries", Errors.Retries, 0, 20);
        Range(problems, "errors.refocus", Errors.Refocus, 0, 1000);
        Range(problems, "errors.relocalise", Errors.Relocalise, 0, 1000);
        Range(problems, "errors.reconnect", Errors.Reconnect, 0, 1000);
        Range(problems, "errors.skip_tiles", Errors.SkipTiles, 0, 100_000);
        Range(problems, "errors.skip_areas", Errors.SkipAreas, 0, 1000);
        Range(problems, "errors.redo_percent", Errors.RedoPercent, 0, 500);
        Range(problems, "errors.wait_minutes", Errors.WaitMinutes, 0, 1440);
        Range(problems, "calibration.every_hours", Calibration.EveryHours, 0.1, 168);
        Range(problems, "calibration.maximum_deviation_percent", Calibration.MaximumDeviationPercent, 0.01, 50);
        Range(problems, "segmentation.threshold", Segmentation.Threshold, 0.05, 0.95);
        Range(problems, "segmentation.minimum_diameter_px", Segmentation.MinimumDiameterPx, 1, 500);
        Range(problems, "cell_model.grid", CellModel.Grid, 12, 512);
        Range(problems, "cell_model.particles", CellModel.Particles, 1, 100_000);
        Range(problems, "cell_model.realisations", CellModel.Realisations, 1, 100);
        Range(problems, "cell_model.rate_per_hour", CellModel.RatePerHour, 0.001, 100);
        return problems;
    }

    private static void Range(List<string> problems, string key, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
            problems.Add(FormattableString.Invariant($"{key}: {value} must lie between {low} and {high}"));
    }
}
