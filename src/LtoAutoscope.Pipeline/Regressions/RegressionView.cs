using LtoAutoscope.Storage.Models;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>The regressions of a laboratory, as pages and API show them.</summary>
/// <param name="InUse">Reference of the one that new predictions use.</param>
/// <param name="Models">Registered ones, the newest first.</param>
/// <param name="Uses">Every switch, the newest first.</param>
/// <param name="Fit">The fit that goes on, or the last one; null before the first.</param>
/// <param name="UsableSamples">Samples with a morphology and cells that count.</param>
/// <param name="FewestSamples">How many a fit takes at least.</param>
public sealed record RegressionView(string InUse, IReadOnlyList<ModelRecord> Models, IReadOnlyList<ModelUse> Uses, RegressionFitProgress? Fit, int UsableSamples, int FewestSamples);
