namespace LtoAutoscope.Imaging.Annotations;

/// <summary>
/// A particle's mask as polygons that a person can take by their corners: one a part, holes joined to the ring around them by a cut of no width
/// (COCO polygons know no holes). Filled again they give the mask, exactly or as nearly as asked.
/// </summary>
public static class OutlinePolygons
{
    /// <summary>Corners nearer than this to the line between their neighbours are left out at first, pixels.</summary>
    public const double Tolerance = 0.75;

    /// <summary>What the polygons, filled again, must at least share with the mask (intersection over union); otherwise more corners are kept.</summary>
    public const double LeastOverlap = 0.985;

    private const double SmallestTolerance = 0.2;

    /// <summary>The polygons of a particle; corners in pixels from the corner of the first pixel, the first not repeated.</summary>
    /// <param name="mask">The particle.</param>
    /// <param name="tolerance">Largest distance of a corner that is left out, pixels; 0 keeps every corner. Default <see cref="Tolerance"/>.</param>
    public static IReadOnlyList<CornerPoint[]> Of(ParticleMask mask, double tolerance = Tolerance)
    {
        ArgumentNullException.ThrowIfNull(mask);
        List<CornerPoint[]> rings = CrackRings.Of(mask);
        for (double allowed = tolerance; allowed >= SmallestTolerance; allowed /= 2)
        {
            IReadOnlyList<CornerPoint[]> polygons = Join([.. rings.Select(ring => (ring, Simplify(ring, allowed)))]);
            ParticleMask? again = PolygonFill.ToMask(mask.Label, polygons, mask.X + mask.Width, mask.Y + mask.Height);
            if (again is not null && again.IntersectionOverUnion(mask) >= LeastOverlap) return polygons;
        }

        return Join([.. rings.Select(static ring => (ring, ring))]);
    }

    /// <summary>
    /// Leaves corners out (D. H. Douglas, T. K. Peucker, Cartographica 10, 112, 1973); the closed ring is first cut at the corner farthest from its first.
    /// </summary>
    internal static CornerPoint[] Simplify(CornerPoint[] ring, double tolerance)
    {
        if (ring.Length <= 4) return ring;
        int far = Enumerable.Range(1, ring.Length - 1).MaxBy(i => Distance(ring[i], ring[0], ring[0]));
        var keep = new bool[ring.Length + 1];
        keep[0] = keep[far] = true;
        Mark(0, far);
        Mark(far, ring.Length);
        CornerPoint[] kept = [.. ring.Where((_, i) => keep[i])];
        return kept.Length >= 3 ? kept : ring;

        CornerPoint At(int i) => ring[i == ring.Length ? 0 : i];

        void Mark(int from, int to)
        {
            var open = new Stack<(int From, int To)>([(from, to)]);
            while (open.TryPop(out var part))
            {
                int worst = -1;
                double most = tolerance;
                for (int i = part.From + 1; i < part.To; i++)
                {
                    double distance = Distance(At(i), At(part.From), At(part.To));
                    if (distance <= most) continue;
                    (worst, most) = (i, distance);
                }

                if (worst < 0) continue;
                keep[worst] = true;
                open.Push((part.From, worst));
                open.Push((worst, part.To));
            }
        }
    }

    /// <summary>Joins each hole to the smallest outer ring that holds it.</summary>
    private static List<CornerPoint[]> Join(List<(CornerPoint[] Exact, CornerPoint[] Kept)> rings)
    {
        List<(CornerPoint[] Exact, List<CornerPoint> Polygon)> outer = [.. rings.Where(static r => CrackRings.SignedArea(r.Exact) > 0).Select(static r => (r.Exact, r.Kept.ToList()))];
        foreach ((CornerPoint[] exact, CornerPoint[] hole) in rings.Where(static r => CrackRings.SignedArea(r.Exact) < 0))
        {
            // A ring's first edge runs east along the upper side of a pixel of the particle.
            var pixel = new CornerPoint(exact[0].X + 0.5, exact[0].Y + 0.5);
            var around = outer.Where(o => Contains(o.Exact, pixel)).MinBy(static o => CrackRings.SignedArea(o.Exact));
            Bridge(around.Polygon, hole);
        }

        return [.. outer.Select(static o => o.Polygon.ToArray())];
    }

    private static void Bridge(List<CornerPoint> polygon, CornerPoint[] hole)
    {
        (int Outer, int Inner, double Distance) best = (0, 0, double.MaxValue);
        for (int i = 0; i < polygon.Count; i++)
        {
            for (int j = 0; j < hole.Length; j++)
            {
                double distance = Distance(polygon[i], hole[j], hole[j]);
                if (distance < best.Distance) best = (i, j, distance);
            }
        }

        polygon.InsertRange(best.Outer + 1, [.. hole[best.Inner..], .. hole[..(best.Inner + 1)], polygon[best.Outer]]);
    }

    private static bool Contains(CornerPoint[] ring, CornerPoint point)
    {
        bool inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            if (ring[i].Y > point.Y == ring[j].Y > point.Y) continue;
            if (point.X < (ring[j].X - ring[i].X) * (point.Y - ring[i].Y) / (ring[j].Y - ring[i].Y) + ring[i].X) inside = !inside;
        }

        return inside;
    }

    private static double Distance(CornerPoint point, CornerPoint a, CornerPoint b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, length = Math.Sqrt(dx * dx + dy * dy), px = point.X - a.X, py = point.Y - a.Y;
        if (length == 0) return Math.Sqrt(px * px + py * py);
        double along = Math.Clamp((px * dx + py * dy) / (length * length), 0, 1);
        return Math.Sqrt(Math.Pow(px - along * dx, 2) + Math.Pow(py - along * dy, 2));
    }
}
