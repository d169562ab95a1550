namespace LtoAutoscope.Domain.Instruments;

/// <summary>A fault in words, each without the final stop.</summary>
/// <param name="Sentence">What happened.</param>
/// <param name="Cause">The usual cause.</param>
/// <param name="Remedy">What to do.</param>
public sealed record FaultDescription(string Sentence, string Cause, string Remedy);
