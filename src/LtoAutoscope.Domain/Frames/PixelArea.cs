namespace LtoAutoscope.Domain.Frames;

/// <summary>A rectangle of whole pixels inside an image file: the picture without a data bar, as the file's metadata tell it.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns, ≥ 1.</param>
/// <param name="Height">Rows, ≥ 1.</param>
public readonly record struct PixelArea(int X, int Y, int Width, int Height);
