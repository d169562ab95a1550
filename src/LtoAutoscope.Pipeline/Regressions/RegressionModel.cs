using LtoAutoscope.Learning;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>A regression to be used.</summary>
/// <param name="Reference"><c>NAME@VERSION</c>, or <c>shipped</c>.</param>
/// <param name="Path">Its file.</param>
/// <param name="Sha256">Its hash, lower-case hex.</param>
/// <param name="Target">What it predicts.</param>
public sealed record RegressionModel(string Reference, string Path, string Sha256, RegressionTarget Target)
{
    /// <summary>What predictions write down.</summary>
    public string Identity => $"{Reference} sha256:{Sha256}";
}
