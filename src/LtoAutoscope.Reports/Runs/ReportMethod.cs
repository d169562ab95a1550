namespace LtoAutoscope.Reports.Runs;

/// <summary>How the figures were got, in sentences that a methods section can take over.</summary>
internal static class ReportMethod
{
    internal const string Counting =
        "Only particles seen whole are counted; those that a border cuts are left out, and each whole particle is weighted by the inverse of its chance to lie whole in the frame (Miles 1974, Lantuéjoul 1980). Frames are the independent units (clusters) of all intervals.";

    internal const string Diameter =
        "Diameter: that of the circle of the outline's area (ISO 9276-6, area-equivalent diameter). Aspect ratio: long over short axis of the ellipse of the same second moments. Roughness: fractal dimension of the outline by the divider method.";

    internal const string Intervals =
        "Intervals with 95 %: value ± expanded uncertainty U = k·u, k by Student's t with the effective degrees of freedom of the budget (JCGM 100:2008, G.4).";
}
