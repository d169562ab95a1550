namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>How far the measures of one shape at one size are off, over many places and angles.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="SizePx">Its equivalent circle diameter, pixels.</param>
/// <param name="Edge">How its edge looked.</param>
/// <param name="Diameter">Equivalent circle diameter.</param>
/// <param name="FeretMax">Largest Feret diameter.</param>
/// <param name="FeretMin">Smallest Feret diameter.</param>
/// <param name="Length">Long axis.</param>
/// <param name="Width">Short axis.</param>
/// <param name="AspectRatio">Aspect ratio.</param>
/// <param name="Perimeter">Perimeter.</param>
/// <param name="Solidity">Solidity.</param>
/// <param name="Divider">Divider dimension, corrected.</param>
/// <param name="Box">Box-counting dimension, corrected.</param>
/// <param name="ExactDivider">Mean divider dimension of the exact curve at the same steps, uncorrected; NaN where the shape is too small.</param>
public sealed record BiasRow(
    string Shape, double SizePx, EdgeKind Edge, Deviation Diameter, Deviation FeretMax, Deviation FeretMin, Deviation Length, Deviation Width,
    Deviation AspectRatio, Deviation Perimeter, Deviation Solidity, DimensionOutcome Divider, DimensionOutcome Box, double ExactDivider);
