using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>Counts the particles of overlapping frames once.</summary>
public static class MosaicParticles
{
    private const double TolerancePx = 3;
    private const double ToleranceOfRadius = 0.5;

    /// <summary>
    /// The particles of later frames that an earlier frame counts already. A particle that the earlier frame's border cuts is not counted there, and the later frame's
    /// whole one stays. Each earlier particle takes one later one away, the nearest.
    /// </summary>
    /// <param name="solution">Where the frames lie.</param>
    /// <param name="particles">The particles of each frame by its id; frames without any may be missing.</param>
    /// <returns>Ids of the particles that are to be left out.</returns>
    public static IReadOnlySet<string> Duplicates(MosaicSolution solution, IReadOnlyDictionary<string, IReadOnlyList<Particle>> particles)
    {
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(particles);
        var duplicates = new HashSet<string>(StringComparer.Ordinal);
        for (int later = 1; later < solution.Tiles.Count; later++)
        {
            MosaicPlace here = solution.Tiles[later];
            if (!particles.TryGetValue(here.FrameId, out IReadOnlyList<Particle>? ours)) continue;
            for (int earlier = 0; earlier < later; earlier++)
            {
                MosaicPlace there = solution.Tiles[earlier];
                if (Overlaps(here, there) && particles.TryGetValue(there.FrameId, out IReadOnlyList<Particle>? theirs)) Pair(solution.PixelSizeNm, here, ours, there, theirs, duplicates);
            }
        }

        return duplicates;
    }

    private static bool Overlaps(MosaicPlace a, MosaicPlace b)
        => a.XPx < b.XPx + b.WidthPx && b.XPx < a.XPx + a.WidthPx && a.YPx < b.YPx + b.HeightPx && b.YPx < a.YPx + a.HeightPx;

    private static void Pair(double pixelNm, MosaicPlace here, IReadOnlyList<Particle> ours, MosaicPlace there, IReadOnlyList<Particle> theirs, HashSet<string> duplicates)
    {
        double dx = here.XPx - there.XPx, dy = here.YPx - there.YPx;
        var near = new List<(double Distance, Particle Ours, Particle Theirs)>();
        Particle[] counted = [.. theirs.Where(particle => particle.Counts && !duplicates.Contains(particle.ParticleId) && particle.XPx > dx - TolerancePx && particle.YPx > dy - TolerancePx
            && particle.XPx < dx + here.WidthPx + TolerancePx && particle.YPx < dy + here.HeightPx + TolerancePx)];
        foreach (Particle mine in ours)
        {
            if (!mine.Counts || duplicates.Contains(mine.ParticleId)) continue;
            foreach (Particle other in counted)
            {
                double distance = Math.Sqrt(Square(mine.XPx + dx - other.XPx) + Square(mine.YPx + dy - other.YPx));
                if (distance <= TolerancePx + ToleranceOfRadius * Math.Min(mine.DiameterNm, other.DiameterNm) / 2 / pixelNm) near.Add((distance, mine, other));
            }
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((_, Particle mine, Particle other) in near.OrderBy(pair => pair.Distance))
        {
            if (duplicates.Contains(mine.ParticleId) || !taken.Add(other.ParticleId)) continue;
            duplicates.Add(mine.ParticleId);
        }
    }

    private static double Square(double value) => value * value;
}
