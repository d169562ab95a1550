namespace LtoAutoscope.Reports.Plots;

/// <summary>One problem of the figure.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Axis">What the regret is, with its unit.</param>
/// <param name="Lines">Its methods.</param>
public sealed record RegretPanel(string Title, string Axis, IReadOnlyList<RegretLine> Lines);
