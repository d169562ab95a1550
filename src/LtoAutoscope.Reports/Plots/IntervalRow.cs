namespace LtoAutoscope.Reports.Plots;

/// <summary>One row of a comparison.</summary>
/// <param name="Label">What gave the value.</param>
/// <param name="Value">The centre; NaN where unknown.</param>
/// <param name="Low">Lower end of the 95 % interval; NaN where unknown.</param>
/// <param name="High">Upper end.</param>
/// <param name="Mark">Shape of the centre.</param>
/// <param name="Note">A reservation printed beneath the label, or null.</param>
public sealed record IntervalRow(string Label, double Value, double Low, double High, PlotMark Mark, string? Note = null);
