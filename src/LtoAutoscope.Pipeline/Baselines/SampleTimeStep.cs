namespace LtoAutoscope.Pipeline.Baselines;

/// <summary>One step in a comparison.</summary>
/// <param name="Name">What is done.</param>
/// <param name="HandsOn">Whether a person is bound to it.</param>
/// <param name="MeanS">Mean for one sample, s.</param>
/// <param name="Source">Who measured it, or that it is assumed.</param>
public sealed record SampleTimeStep(string Name, bool HandsOn, double MeanS, string Source);
