namespace LtoAutoscope.Instruments.Recording;

/// <summary>A record with the place where it stands.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Record">The record.</param>
public sealed record WireLogEntry(string File, int Line, WireRecord Record);
