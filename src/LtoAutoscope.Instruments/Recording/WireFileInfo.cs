namespace LtoAutoscope.Instruments.Recording;

/// <summary>A file of the wire recorder's ring.</summary>
/// <param name="Number">Its number; higher ones are newer.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LastWrittenAt">When it was last written, UTC.</param>
public sealed record WireFileInfo(long Number, long Bytes, DateTimeOffset LastWrittenAt);
