namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>A sample with cells that cannot be learned from, and why.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Why">What is missing, in words.</param>
public sealed record UnusedSample(string Sample, string Why);
