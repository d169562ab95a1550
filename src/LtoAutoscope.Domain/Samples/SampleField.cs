namespace LtoAutoscope.Domain.Samples;

/// <summary>Something that a laboratory wants to keep with a sample and for which there is no field.</summary>
/// <param name="Name">What, 1 to 64 characters, unique in its sample.</param>
/// <param name="Value">The value as written, at most 500 characters.</param>
/// <param name="Unit">Its unit; empty when it has none.</param>
public sealed record SampleField(string Name, string Value, string Unit = "");
