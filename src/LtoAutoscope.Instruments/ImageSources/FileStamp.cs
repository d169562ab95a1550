namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>By what a file is told from what it was before.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Time of the last write, universal time, as the folder's computer tells it.</param>
internal readonly record struct FileStamp(long Length, DateTime Written);
