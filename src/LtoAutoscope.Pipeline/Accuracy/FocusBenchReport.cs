namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>What <c>bench focus</c> found.</summary>
/// <param name="PixelSizeNm">Edge of a pixel of a frame, nm.</param>
/// <param name="DepthUm">Depth of focus of such frames, µm.</param>
/// <param name="Measures">One sweep of nine half-size frames a depth of focus apart, read by every measure: error of the peak in depths of focus.</param>
/// <param name="Searches">Whole searches from a start up to 18 µm off: error in depths of focus.</param>
/// <param name="Stigmators">Corrections from up to 25 % off in x and y: larger error of both, percent.</param>
public sealed record FocusBenchReport(double PixelSizeNm, double DepthUm, IReadOnlyList<FocusBenchRow> Measures, IReadOnlyList<FocusBenchRow> Searches, IReadOnlyList<FocusBenchRow> Stigmators)
{
    /// <summary>The error of the search that is allowed at the richest dose, depths of focus: within half of one a pixel's edge is not widened.</summary>
    public const double AllowedError = 0.5;

    /// <summary>Whether nine of ten searches at every dose that does not decline lie within <see cref="AllowedError"/>, and none declines at the richest.</summary>
    public bool IsMet => Searches.Count > 0 && Searches.MaxBy(static row => row.DwellUs)!.DeclinedShare == 0
        && Searches.All(static row => !double.IsFinite(row.NinetyPercentError) || row.NinetyPercentError <= AllowedError);
}
