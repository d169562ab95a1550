using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>An ideal shape as the segmentation would hand it on.</summary>
/// <param name="Shape">The shape where it was put.</param>
/// <param name="Labels">Its mask, label 1.</param>
/// <param name="Foreground">Its foreground map; null for <see cref="EdgeKind.Mask"/>.</param>
public sealed record RenderedShape(IdealShape Shape, LabelImage Labels, float[]? Foreground)
{
    private const double NetworkBlurPx = 0.7, PoorBlurPx = 1.5, Noise = 0.1;
    private const int Margin = 8;

    /// <summary>Turns and shifts a shape by chance and renders it.</summary>
    public static RenderedShape Of(IdealShape shape, EdgeKind edge, Random random)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(random);
        double reach = shape.Corners.Max(static c => Math.Sqrt(c.XPx * c.XPx + c.YPx * c.YPx));
        int size = 2 * ((int)Math.Ceiling(reach) + Margin);
        IdealShape placed = shape.Placed(2 * Math.PI * random.NextDouble(), size / 2.0 + random.NextDouble() - 0.5, size / 2.0 + random.NextDouble() - 0.5);
        float[] map = CoverageRaster.Render(placed.Corners, size, size);
        if (edge is EdgeKind.Network or EdgeKind.Noisy) map = GaussianBlur.Apply(map, size, size, NetworkBlurPx);
        else if (edge == EdgeKind.Blurred) map = GaussianBlur.Apply(map, size, size, PoorBlurPx);
        if (edge == EdgeKind.Noisy)
            for (int i = 0; i < map.Length; i++) map[i] = (float)Math.Clamp(map[i] + Noise * Normal(random), 0, 1);
        int[] labels = [.. map.Select(static p => p > 0.5f ? 1 : 0)];
        LabelCleaning.FillHoles(labels, size);
        return new RenderedShape(placed, new LabelImage(size, size, labels), edge == EdgeKind.Mask ? null : map);
    }

    internal static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
