using System.Collections.Concurrent;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>
/// The endless field of a powder's particles. The plane is cut into cells; what grows in a cell follows from the seed and the cell's
/// indices, so any two views agree on what they share.
/// </summary>
/// <remarks>Thread safety: free to share; a bounded cache of cells is emptied when it is full.</remarks>
internal sealed class ParticleField
{
    private const int LargestCache = 4096;
    private const int Tries = 12;
    private readonly PowderParameters _powder;
    private readonly ConcurrentDictionary<(long, long), PowderParticle[]> _cells = new();

    internal ParticleField(PowderParameters powder)
    {
        powder.Validate();
        _powder = powder;
        CellNm = powder.MedianDiameterNm * Math.Max(5, 2.6 * Math.Sqrt(powder.MeanClusterSize));
    }

    /// <summary>Edge of a cell, nm.</summary>
    internal double CellNm { get; }

    /// <summary>How far a particle may reach out of its cell, nm.</summary>
    internal double MarginNm => CellNm;

    /// <summary>The particles whose outline may touch a rectangle, nm, lowest first.</summary>
    internal List<PowderParticle> In(double x0, double y0, double x1, double y1, CancellationToken cancellationToken)
    {
        List<PowderParticle> found = [];
        long i0 = Cell(x0 - MarginNm), i1 = Cell(x1 + MarginNm), j0 = Cell(y0 - MarginNm), j1 = Cell(y1 + MarginNm);
        for (long j = j0; j <= j1; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (long i = i0; i <= i1; i++)
                foreach (PowderParticle p in Grow(i, j))
                    if (p.X + p.Reach > x0 && p.X - p.Reach < x1 && p.Y + p.Reach > y0 && p.Y - p.Reach < y1) found.Add(p);
        }

        found.Sort((a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : a.Id.CompareTo(b.Id));
        return found;
    }

    /// <summary>The particles that grew in one cell.</summary>
    internal PowderParticle[] Grow(long i, long j)
    {
        if (_cells.TryGetValue((i, j), out PowderParticle[]? known)) return known;
        if (_cells.Count >= LargestCache) _cells.Clear();
        return _cells.GetOrAdd((i, j), Make(i, j));
    }

    private long Cell(double nm) => (long)Math.Floor(nm / CellNm);

    private PowderParticle[] Make(long i, long j)
    {
        var random = new HashRandom(_powder.Seed, i, j);
        double expected = _powder.NumberDensityPerUm2 * CellNm * CellNm * 1e-6;
        int clusters = random.NextPoisson(expected / _powder.MeanClusterSize);
        List<PowderParticle> all = [];
        for (int c = 0; c < clusters; c++)
        {
            // Geometric sizes: many singles, a few large agglomerates; the mean is the parameter's.
            int size = _powder.MeanClusterSize <= 1 ? 1 : 1 + (int)(Math.Log(1 - random.Next()) / Math.Log(1 - 1 / _powder.MeanClusterSize));
            Cluster(Math.Min(size, (int)(8 * _powder.MeanClusterSize)), i, j, all, ref random);
        }

        foreach (PowderParticle p in all) p.Finish();
        return [.. all];
    }

    private void Cluster(int size, long i, long j, List<PowderParticle> all, ref HashRandom random)
    {
        int start = all.Count;
        double centreX = (i + random.Next()) * CellNm, centreY = (j + random.Next()) * CellNm, rank = random.Next();
        for (int n = 0; n < size; n++)
        {
            PowderParticle shape = ParticleShape.Grow(_powder, ref random, Identity(i, j, all.Count));
            shape.Reach = shape.Radius.Max();
            (double x, double y, PowderParticle? host) = n == 0 ? (centreX, centreY, null) : Settle(shape, start, all, ref random);
            double limit = MarginNm * 0.95 - shape.Reach;
            if (n > 0 && (Math.Abs(x - centreX) > limit || Math.Abs(y - centreY) > limit)) continue;
            bool neck = host is not null && random.Chance(_powder.NeckProbability);
            PowderParticle settled = shape.At(x, y, neck ? host!.Rank : Math.Clamp(0.7 * rank + 0.3 * shape.Rank, 0, 1));
            if (neck) Sinter(settled, host!, ref random);
            all.Add(settled);
        }
    }

    /// <summary>Finds a place beside a member of the cluster, as free of overlap with the cell's particles as some tries allow.</summary>
    private (double X, double Y, PowderParticle Host) Settle(PowderParticle shape, int start, List<PowderParticle> all, ref HashRandom random)
    {
        double best = double.MaxValue, bestX = 0, bestY = 0;
        PowderParticle host = all[^1];
        for (int t = 0; t < Tries; t++)
        {
            PowderParticle candidate = all[start < all.Count ? random.NextInt(start, all.Count - 1) : all.Count - 1];
            (double sin, double cos) = Math.SinCos(random.Next(0, 2 * Math.PI));
            double gap = (candidate.RadiusTowards(cos, sin) + shape.RadiusTowards(-cos, -sin)) * (1 - _powder.Overlap * random.Next(0, 1.6));
            double x = candidate.X + gap * cos, y = candidate.Y + gap * sin, penalty = 0;
            foreach (PowderParticle other in all)
            {
                if (ReferenceEquals(other, candidate)) continue;
                double dx = other.X - x, dy = other.Y - y, squared = dx * dx + dy * dy, reach = shape.Reach + other.Reach;
                if (squared > reach * reach) continue;
                double distance = Math.Sqrt(squared);
                double touch = (shape.RadiusTowards(dx, dy) + other.RadiusTowards(-dx, -dy)) * (1 - _powder.Overlap);
                if (distance < touch) penalty += (touch - distance) / touch;
            }

            if (penalty >= best) continue;
            (best, bestX, bestY, host) = (penalty, x, y, candidate);
            if (penalty <= 0) break;
        }

        return (bestX, bestY, host);
    }

    /// <summary>Flares both outlines towards each other up to a flat contact plane: a sintered neck with a grain boundary.</summary>
    private static void Sinter(PowderParticle a, PowderParticle b, ref HashRandom random)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, distance = Math.Sqrt(dx * dx + dy * dy);
        if (distance <= 0) return;
        dx /= distance;
        dy /= distance;
        double ra = a.RadiusTowards(dx, dy), rb = b.RadiusTowards(-dx, -dy);
        double plane = distance * ra / (ra + rb), half = random.Next(0.25, 0.6) * Math.Min(ra, rb);
        Flare(a.Radius, dx, dy, plane, half);
        Flare(b.Radius, -dx, -dy, distance - plane, half);
    }

    private static void Flare(float[] radius, double dx, double dy, double plane, double half)
    {
        for (int k = 0; k < radius.Length; k++)
        {
            (double x, double y) = PowderParticle.Direction(k * 4.0 / radius.Length);
            double length = Math.Sqrt(x * x + y * y), along = (x * dx + y * dy) / length;
            if (along < 0.55) continue;
            double across = Math.Abs(x * dy - y * dx) / length, reach = plane / along, aside = reach * across;
            if (aside > 1.6 * half) continue;
            double weight = aside <= half ? 1 : 1 - (aside - half) / (0.6 * half);
            if (reach > radius[k]) radius[k] += (float)(weight * Math.Min(reach - radius[k], plane));
            else radius[k] -= (float)(weight * (radius[k] - reach));
        }
    }

    private static ulong Identity(long i, long j, int n) => new HashRandom(0x1D, i, j, n).NextBits();
}
