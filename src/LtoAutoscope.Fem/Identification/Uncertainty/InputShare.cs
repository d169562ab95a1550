namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>What an uncertain input does to CE1.</summary>
/// <param name="Name">The input.</param>
/// <param name="Interval">Its 95 % interval; null where it is a choice or a draw.</param>
/// <param name="FirstOrder">Sobol's first-order index: the share of CE1's variance that would vanish if the input were known.</param>
/// <param name="Total">Sobol's total index: the share that would be left if all others were known.</param>
public sealed record InputShare(string Name, double[]? Interval, double FirstOrder, double Total);
