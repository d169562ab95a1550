namespace LtoAutoscope.Pipeline.Exchange;

/// <summary>A mosaic that was written.</summary>
/// <param name="Area">Its area, from 1; 0 for frames whose names tell none.</param>
/// <param name="Path">The file.</param>
/// <param name="WidthPx">Columns.</param>
/// <param name="HeightPx">Rows.</param>
/// <param name="Frames">Frames on it.</param>
/// <param name="IsStitched">Whether overlaps were fitted; otherwise frames lie where the stage stood, or side by side where nobody knows it.</param>
public sealed record ExportedMosaic(int Area, string Path, int WidthPx, int HeightPx, int Frames, bool IsStitched);
