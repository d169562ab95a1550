namespace LtoAutoscope.Pipeline.Live;

/// <summary>A page of runs.</summary>
/// <param name="Runs">The page, newest first.</param>
/// <param name="Total">Runs on all pages.</param>
public sealed record RunList(IReadOnlyList<RunSummary> Runs, int Total);
