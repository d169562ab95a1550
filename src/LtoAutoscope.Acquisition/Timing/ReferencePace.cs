using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>
/// How long operations take on a plain instrument: the shape that learned times are ratios to, so that what was learned with one dwell time, distance or grid holds for another.
/// Its absolute values count only where nothing has been learned yet. A change here means another <see cref="Version"/>, by which stored times are read anew from the journals.
/// </summary>
public static class ReferencePace
{
    /// <summary>Raised with every change of a formula.</summary>
    public const int Version = 2;

    /// <summary>Speed of the stage, mm/s.</summary>
    public const double StageSpeedMmPerS = 4;

    /// <summary>Its acceleration, mm/s².</summary>
    public const double StageAccelerationMmPerS2 = 20;

    /// <summary>Settling, polling and the wire, a move, s.</summary>
    public const double MoveOverheadS = 0.45;

    /// <summary>Way to a first tile where it is not known, mm.</summary>
    public const double ApproachMm = 14;

    /// <summary>From the end of a job to the first line of the next one's run, s.</summary>
    public const double BetweenJobsS = 2;

    private const double LensSettleS = 0.3;
    private const double AnswerS = 0.2;
    private const int FineSteps = 6;

    /// <summary>A move over a distance, s: rest to rest with a trapezoid of speed.</summary>
    public static double MoveS(double distanceMm)
    {
        double distance = Math.Abs(distanceMm), ramp = StageSpeedMmPerS / StageAccelerationMmPerS2;
        return MoveOverheadS + (distance < StageSpeedMmPerS * ramp ? 2 * Math.Sqrt(distance / StageAccelerationMmPerS2) : ramp + distance / StageSpeedMmPerS);
    }

    /// <summary>Scanning one frame and saving it, s.</summary>
    public static double ExposureS(ExposureSettings exposure)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        return exposure.WidthPx * (double)exposure.HeightPx * exposure.DwellUs * 1e-6 + 0.3;
    }

    /// <summary>One focus search, s: sweeps of a quarter of the pixels.</summary>
    public static double FocusS(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        double scan = recipe.Exposure.WidthPx * (double)recipe.Exposure.HeightPx / 4 * recipe.Exposure.DwellUs * 1e-6;
        return (recipe.Focus.Steps + FineSteps) * (scan + LensSettleS + AnswerS);
    }

    /// <summary>Analysing one frame, s.</summary>
    public static double AnalysisS(ExposureSettings exposure)
    {
        ArgumentNullException.ThrowIfNull(exposure);
        return 0.1 + exposure.WidthPx * (double)exposure.HeightPx * 1e-6;
    }

    /// <summary>The cell model, s.</summary>
    public static double CellModelS(CellModelSettings cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Fidelity switch
        {
            CellModelFidelity.Particle => 1,
            CellModelFidelity.P2d => 2 * cell.Realisations,
            _ => 10 * cell.Realisations * Math.Pow(cell.Grid / 32.0, 3) + 1,
        };
    }

    /// <summary>What cell models must share for their times to be compared.</summary>
    public static string CellModelKey(CellModelSettings cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Fidelity == CellModelFidelity.Rve
            ? FormattableString.Invariant($"rve {cell.Grid} x {cell.Realisations}, {cell.Particles} particles")
            : FormattableString.Invariant($"{(cell.Fidelity == CellModelFidelity.P2d ? "p2d" : "particle")} x {cell.Realisations}");
    }

    /// <summary>One operation that needs no distance, s.</summary>
    public static double OfS(TimedOperation operation, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return operation switch
        {
            TimedOperation.Startup => 8,
            TimedOperation.Approach => MoveS(ApproachMm),
            TimedOperation.Move => MoveS(recipe.Exposure.FieldWidthUm / 1000),
            TimedOperation.Focus => FocusS(recipe),
            TimedOperation.Exposure => ExposureS(recipe.Exposure),
            TimedOperation.Stigmation => 3 * FocusS(recipe),
            TimedOperation.Brightness => 4 * (ExposureS(recipe.Exposure) / 4 + AnswerS),
            TimedOperation.Drift => 2 * ExposureS(recipe.Exposure) / 4 + 5,
            TimedOperation.Calibration => 2 * MoveS(ApproachMm) + FocusS(recipe) + 3 * ExposureS(recipe.Exposure),
            TimedOperation.Analysis => AnalysisS(recipe.Exposure),
            TimedOperation.CellModel => CellModelS(recipe.CellModel),
            TimedOperation.TileOverhead => 0.3,
            TimedOperation.Park => 4,
            TimedOperation.Mosaic => 5,
            TimedOperation.Measuring => 2,
            TimedOperation.Regression => 0.3,
            TimedOperation.Report => 1.5,
            TimedOperation.Completion => 0.05,
            TimedOperation.BetweenJobs => BetweenJobsS,
            _ => 0,
        };
    }

    /// <summary>How often the recipe asks for an operation on so many tiles with so many visits of areas; its triggers by place and time come on top and are learned.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="tiles">Frames that count.</param>
    /// <param name="visits">How often one area is left for another.</param>
    public static double Planned(TimedOperation operation, Recipe recipe, int tiles, int visits)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return operation switch
        {
            TimedOperation.Move => Math.Max(0, tiles - 1),
            TimedOperation.Exposure or TimedOperation.TileOverhead or TimedOperation.Analysis => tiles,
            TimedOperation.Focus => Math.Max(visits, Math.Ceiling(tiles / (double)recipe.Focus.EveryFrames)),
            TimedOperation.Stigmation => Adjustments(recipe.Focus.Stigmator, visits),
            TimedOperation.Brightness => Adjustments(recipe.Focus.Brightness, visits),
            TimedOperation.Drift => recipe.Drift.Measure ? visits : 0,
            TimedOperation.Calibration => recipe.Calibration.Check == CalibrationPolicy.Off ? 0 : 2,
            TimedOperation.Mosaic => recipe.Plan.Mosaic ? 1 : 0,
            TimedOperation.Startup or TimedOperation.Approach or TimedOperation.Park or TimedOperation.Measuring or TimedOperation.CellModel
                or TimedOperation.Regression or TimedOperation.Report or TimedOperation.Completion or TimedOperation.BetweenJobs => 1,
            _ => 0,
        };
    }

    private static double Adjustments(AdjustmentPolicy policy, int visits) => policy switch { AdjustmentPolicy.Off => 0, AdjustmentPolicy.Area => visits, _ => 1 };
}
