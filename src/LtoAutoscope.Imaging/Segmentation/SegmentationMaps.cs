namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>What the network says of each pixel, row-major, all 0…1.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Foreground">Probability that the pixel lies in a particle.</param>
/// <param name="Boundary">Probability that it lies on the inner rim of its particle.</param>
/// <param name="Distance">Distance to its particle's edge over the largest such distance in that particle.</param>
public sealed record SegmentationMaps(int Width, int Height, float[] Foreground, float[] Boundary, float[] Distance)
{
    /// <summary>Maps of zeros.</summary>
    public static SegmentationMaps Empty(int width, int height)
        => new(width, height, new float[width * height], new float[width * height], new float[width * height]);

    internal IEnumerable<float[]> All => [Foreground, Boundary, Distance];
}
