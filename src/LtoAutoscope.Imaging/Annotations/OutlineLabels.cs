using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>A label map from the outlines that a run keeps: they are smoothed and know no holes, so a map filled from them differs by single pixels from the one that was measured.</summary>
public static class OutlineLabels
{
    /// <summary>Fills the outlines; where two meet on a pixel the smaller particle has it.</summary>
    public static LabelImage Of(IReadOnlyList<Particle> particles, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(particles);
        var labels = new LabelImage(width, height);
        IEnumerable<ParticleMask> masks = particles.Where(static p => p.Outline.Count >= 6)
            .Select(p => PolygonFill.ToMask(p.LabelId, [Corners(p.Outline)], width, height)).OfType<ParticleMask>();
        foreach (ParticleMask mask in masks.OrderByDescending(static mask => mask.Area))
        {
            for (int y = 0; y < mask.Height; y++)
                for (int x = 0; x < mask.Width; x++)
                    if (mask.Inside[y * mask.Width + x]) labels[mask.X + x, mask.Y + y] = mask.Label;
        }

        return labels;
    }

    /// <summary>Outlines count from the centre of the first pixel, polygons from its corner.</summary>
    private static CornerPoint[] Corners(IReadOnlyList<float> outline)
        => [.. Enumerable.Range(0, outline.Count / 2).Select(i => new CornerPoint(outline[2 * i] + 0.5, outline[2 * i + 1] + 0.5))];
}
