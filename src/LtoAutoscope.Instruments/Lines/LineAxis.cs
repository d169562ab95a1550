namespace LtoAutoscope.Instruments.Lines;

/// <summary>How an axis of an installation differs from what the protocol's file says.</summary>
/// <param name="Name">Its name on the line; empty for the protocol's.</param>
/// <param name="IsInverted">Whether it grows the other way.</param>
/// <param name="Offset">What is added to its reading, mm or degrees.</param>
public sealed record LineAxis(string Name = "", bool IsInverted = false, double Offset = 0);
