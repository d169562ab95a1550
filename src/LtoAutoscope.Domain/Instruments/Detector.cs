namespace LtoAutoscope.Domain.Instruments;

/// <summary>A detector of an instrument.</summary>
/// <param name="Index">The instrument's own number for it.</param>
/// <param name="Name">Its name, such as SE or InLens.</param>
public sealed record Detector(int Index, string Name);
