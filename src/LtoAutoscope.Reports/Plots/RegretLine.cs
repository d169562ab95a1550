namespace LtoAutoscope.Reports.Plots;

/// <summary>One method of a panel: quartiles of the simple regret after each synthesis.</summary>
/// <param name="Name">The method.</param>
/// <param name="Lower">First quartiles.</param>
/// <param name="Median">Medians.</param>
/// <param name="Upper">Third quartiles.</param>
public sealed record RegretLine(string Name, IReadOnlyList<double> Lower, IReadOnlyList<double> Median, IReadOnlyList<double> Upper);
