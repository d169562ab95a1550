using LtoAutoscope.Storage.Models;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>The regressions of a laboratory of one quantity, as pages and API show them.</summary>
/// <param name="Target">Key of the target that the numbers of samples are of.</param>
/// <param name="InUse">Reference of the one that new predictions use.</param>
/// <param name="Models">Registered ones, the newest first.</param>
/// <param name="Uses">Every switch, the newest first.</param>
/// <param name="Fit">The fit that goes on, or the last one; null before the first.</param>
/// <param name="UsableSamples">Samples with a morphology and cells that count and tell the target.</param>
/// <param name="FewestSamples">How many a fit takes at least.</param>
/// <param name="Rates">C-rates at which cells tell a capacity, rising.</param>
public sealed record RegressionView(string Target, string InUse, IReadOnlyList<ModelRecord> Models, IReadOnlyList<ModelUse> Uses, RegressionFitProgress? Fit, int UsableSamples, int FewestSamples, IReadOnlyList<double> Rates);
