using LtoAutoscope.Pipeline.Background;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>A fit that goes on, or the last one that ended.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Target">Key of what it predicts.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="BeganAt">When it began.</param>
/// <param name="Share">Share done, 0…1.</param>
/// <param name="Text">What is done now.</param>
/// <param name="IsRunning">Whether it goes on.</param>
/// <param name="Reference">What was registered; null until then.</param>
/// <param name="Problem">Why it ended without a model; empty where it did not.</param>
public sealed record RegressionFitProgress(string Name, string Target, string By, DateTimeOffset BeganAt, double Share, string Text, bool IsRunning, string? Reference, string Problem) : IWorkProgress;
