using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Tells from an instance mask which particles touch, which agglomerates they form, and what each outline shows of its particle. A particle that a neighbour lies on has lost a bite of its outline to it, so
/// the neighbour's pixels lie inside its convex hull; one that only touches keeps its hull to itself.
/// </summary>
public static class ParticleContacts
{
    /// <summary>Part of a particle's convex hull that neighbours hold, over the particle's own area, from which it counts as overlapped: finds two of three particles hidden by more than a tenth, and takes one in fifty free ones for such (`bench accuracy`).</summary>
    public const double OverlappedHullShare = 0.04;

    /// <summary>The particles with class, agglomerate and agglomerate's weight.</summary>
    /// <param name="labels">The instance mask that they were measured on.</param>
    /// <param name="particles">Measured particles with their outlines; each label at most once.</param>
    /// <param name="analysed">The part of the frame that was looked at; default the whole.</param>
    public static IReadOnlyList<Particle> Classify(LabelImage labels, IReadOnlyList<Particle> particles, ImageRegion? analysed = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(particles);
        ImageRegion area = analysed ?? ImageRegion.Whole(labels.Width, labels.Height);
        var graph = new ContactGraph(labels);
        var cut = new HashSet<int>(particles.Where(static p => p.TouchesBorder).Select(p => graph.GroupOf(p.LabelId)));
        return [.. particles.Select(p =>
        {
            int group = graph.GroupOf(p.LabelId);
            (int width, int height) = graph.ExtentOf(group);
            return p with
            {
                Class = p.TouchesBorder ? ParticleClass.Cut : IsOverlapped(labels, graph, p) ? ParticleClass.Overlapped : ParticleClass.Whole,
                AgglomerateId = group,
                AgglomerateWeight = cut.Contains(group) ? 0 : ParticleMeasurer.BorderWeight(area, width, height),
            };
        })];
    }

    private static bool IsOverlapped(LabelImage labels, ContactGraph graph, Particle particle)
        => graph.Touches(particle.LabelId) && HullShare(labels, particle) >= OverlappedHullShare;

    /// <summary>Pixels of other particles inside the convex hull of a particle's outline, over the particle's own.</summary>
    internal static double HullShare(LabelImage labels, Particle particle)
    {
        var points = new ImagePoint[particle.Outline.Count / 2];
        for (int i = 0; i < points.Length; i++) points[i] = new ImagePoint(particle.Outline[2 * i], particle.Outline[2 * i + 1]);
        ImagePoint[] hull = Polygon.ConvexHull(points);
        if (hull.Length < 3) return 0;
        int own = 0, foreign = 0;
        int top = Math.Max(0, (int)Math.Ceiling(hull.Min(static p => p.YPx))), bottom = Math.Min(labels.Height - 1, (int)Math.Floor(hull.Max(static p => p.YPx)));
        for (int y = top; y <= bottom; y++)
        {
            (double left, double right) = Span(hull, y);
            for (int x = Math.Max(0, (int)Math.Ceiling(left)); x <= Math.Min(labels.Width - 1, (int)Math.Floor(right)); x++)
            {
                int label = labels[x, y];
                if (label == particle.LabelId) own++;
                else if (label > 0) foreign++;
            }
        }

        return own > 0 ? (double)foreign / own : 0;
    }

    /// <summary>Where a row enters and leaves a convex polygon.</summary>
    private static (double Left, double Right) Span(ImagePoint[] hull, double y)
    {
        double left = double.PositiveInfinity, right = double.NegativeInfinity;
        for (int i = 0, j = hull.Length - 1; i < hull.Length; j = i++)
        {
            (ImagePoint a, ImagePoint b) = (hull[j], hull[i]);
            if (Math.Min(a.YPx, b.YPx) > y || Math.Max(a.YPx, b.YPx) < y) continue;
            double x = a.YPx == b.YPx ? a.XPx : a.XPx + (b.XPx - a.XPx) * (y - a.YPx) / (b.YPx - a.YPx);
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            if (a.YPx == b.YPx) (left, right) = (Math.Min(left, b.XPx), Math.Max(right, b.XPx));
        }

        return (left, right);
    }
}
