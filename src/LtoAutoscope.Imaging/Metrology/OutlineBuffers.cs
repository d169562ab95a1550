using System.Runtime.InteropServices;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Makes the outline of one particle after another in the same buffers.</summary>
/// <remarks>Thread safety: none; each thread has its own.</remarks>
internal sealed class OutlineBuffers
{
    /// <summary>
    /// What straight lines between the crossings cut from a closed outline of any size, px²: in a mask exactly half a pixel (four more convex than concave corners, each an
    /// eighth); in a foreground map about as much (measured, docs/measures.md).
    /// </summary>
    private const double ChordsPx = 0.5;

    private readonly List<ImagePoint> points = new(256);
    private ImagePoint[] spare = new ImagePoint[256];

    /// <summary>The smoothed outline of the label's largest part, pixels; it holds until the next call.</summary>
    /// <param name="labels">The instance mask.</param>
    /// <param name="foreground">Foreground probability, row-major, or null.</param>
    /// <param name="threshold">Of the contour, 0…1.</param>
    /// <param name="region">The label.</param>
    internal ReadOnlySpan<ImagePoint> Outline(LabelImage labels, float[]? foreground, double threshold, LabelRegion region)
    {
        OutlineTracer.Trace(labels, foreground, threshold, region.First, points);

        // One connected region, the normal case, needs no look at its parts: its outline encloses nearly all pixels.
        if (Polygon.Area(CollectionsMarshal.AsSpan(points)) + points.Count < region.Count)
        {
            (int first, _) = ConnectedPixels.Largest(labels, region);
            if (first != region.First) OutlineTracer.Trace(labels, foreground, threshold, first, points);
        }

        Span<ImagePoint> outline = CollectionsMarshal.AsSpan(points);
        if (spare.Length < outline.Length) spare = new ImagePoint[2 * outline.Length];
        double area = Polygon.Area(outline) + ChordsPx;
        OutlineTracer.Smooth(outline, spare.AsSpan(0, outline.Length), area);
        return outline;
    }
}
