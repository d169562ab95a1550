namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>What two regressions say of the samples that there are: <c>compare.json</c> of a comparison.</summary>
/// <param name="Old">Reference of the one.</param>
/// <param name="New">Reference of the other.</param>
/// <param name="Target">Key of what both predict; figures are in units of it (efficiency a fraction, capacity mAh/g).</param>
/// <param name="Samples">One entry a sample with a morphology.</param>
/// <param name="MeanShift">Mean of new − old over samples that both predict; null without such samples.</param>
/// <param name="LargestShift">Largest |new − old|; null without.</param>
/// <param name="OldRmse">Root mean square error of the old one against measured cells; null without. The cells may have been among its training rows.</param>
/// <param name="NewRmse">The same of the new one.</param>
public sealed record RegressionDifference(string Old, string New, string Target, IReadOnlyList<SampleDifference> Samples, double? MeanShift, double? LargestShift, double? OldRmse, double? NewRmse);
