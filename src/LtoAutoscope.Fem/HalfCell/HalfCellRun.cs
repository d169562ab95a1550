namespace LtoAutoscope.Fem.HalfCell;

/// <summary>A run of the half-cell model with its report.</summary>
/// <param name="Report">What <c>result.json</c> holds.</param>
/// <param name="Result">All that was computed.</param>
public sealed record HalfCellRun(HalfCellReport Report, HalfCellResult Result);
