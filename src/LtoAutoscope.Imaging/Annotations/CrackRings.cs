namespace LtoAutoscope.Imaging.Annotations;

/// <summary>
/// Follows the cracks between the pixels of a particle and all others, without smoothing: corners are pixel corners, (0, 0) the upper
/// left corner of the image's first pixel, as COCO counts. Pixels that meet only at a corner fall into two rings.
/// </summary>
internal static class CrackRings
{
    private static readonly int[] StepX = [1, 0, -1, 0];
    private static readonly int[] StepY = [0, 1, 0, -1];

    /// <summary>All rings: outer ones run clockwise on a screen (signed area above 0), those around holes the other way.</summary>
    internal static List<CornerPoint[]> Of(ParticleMask mask)
    {
        List<CornerPoint[]> rings = [];
        var seen = new HashSet<(int X, int Y, int Direction)>();
        for (int y = mask.Y; y <= mask.Y + mask.Height; y++)
        {
            for (int x = mask.X; x < mask.X + mask.Width; x++)
            {
                // Every ring has an edge to the east: the upper side of one of its pixels.
                if (HasEdge(mask, x, y, 0) && !seen.Contains((x, y, 0))) rings.Add(Follow(mask, x, y, seen));
            }
        }

        return rings;
    }

    /// <summary>Area enclosed by a ring, pixels; negative around a hole.</summary>
    internal static double SignedArea(ReadOnlySpan<CornerPoint> ring)
    {
        double twice = 0;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++) twice += ring[j].X * ring[i].Y - ring[i].X * ring[j].Y;
        return twice / 2;
    }

    private static CornerPoint[] Follow(ParticleMask mask, int startX, int startY, HashSet<(int X, int Y, int Direction)> seen)
    {
        List<CornerPoint> corners = [];
        int x = startX, y = startY, direction = 0, before = -1;
        while (seen.Add((x, y, direction)))
        {
            if (direction != before) corners.Add(new CornerPoint(x, y));
            before = direction;
            x += StepX[direction];
            y += StepY[direction];
            // A right turn stays with the same pixel, so pixels that meet at a corner only are kept apart.
            for (int turn = 1; turn >= -1; turn--)
            {
                int next = (direction + turn + 4) & 3;
                if (!HasEdge(mask, x, y, next)) continue;
                direction = next;
                break;
            }
        }

        // The scan meets a ring first at its upper left corner, so the first point is always a true corner.
        return [.. corners];
    }

    /// <summary>Whether an edge of the outline leaves a corner in a direction (0 east, 1 south, 2 west, 3 north), the particle on its right.</summary>
    private static bool HasEdge(ParticleMask mask, int x, int y, int direction) => direction switch
    {
        0 => mask[x, y] && !mask[x, y - 1],
        1 => mask[x - 1, y] && !mask[x, y],
        2 => mask[x - 1, y - 1] && !mask[x - 1, y],
        _ => mask[x, y - 1] && !mask[x - 1, y - 1],
    };
}
