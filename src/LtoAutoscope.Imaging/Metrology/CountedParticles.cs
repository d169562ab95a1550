using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The particles of a sample that enter its statistics, with the cluster of each.</summary>
/// <remarks>Clusters are frames. One frame alone says nothing of how frames differ: its agglomerates are then the clusters, since what lies in one of them was formed together.</remarks>
internal sealed class CountedParticles
{
    private readonly int[] clusters;

    internal CountedParticles(IReadOnlyList<IReadOnlyList<Particle>> frames)
    {
        All = [.. frames.SelectMany(static frame => frame)];
        List<Particle> counted = [];
        List<int> frameOf = [];
        for (int f = 0; f < frames.Count; f++)
        {
            foreach (Particle particle in frames[f])
            {
                if (!particle.Counts) continue;
                counted.Add(particle);
                frameOf.Add(f);
            }
        }

        Items = counted;
        IsOneFrame = frameOf.Distinct().Take(2).Count() < 2;
        clusters = IsOneFrame ? [.. counted.Select(static (p, i) => p.AgglomerateId > 0 ? p.AgglomerateId : -1 - i)] : [.. frameOf];
    }

    /// <summary>All of them, cut ones included.</summary>
    internal IReadOnlyList<Particle> All { get; }

    /// <summary>Those that count.</summary>
    internal IReadOnlyList<Particle> Items { get; }

    /// <summary>Whether all lie in one frame.</summary>
    internal bool IsOneFrame { get; }

    /// <summary>One measure of them by number; what has no value is left out.</summary>
    internal WeightedSample ByNumber(Func<Particle, double> value) => new(Items.Select((p, i) => (value(p), p.Weight, clusters[i])));

    /// <summary>One measure of them, each with the volume of the sphere of its diameter.</summary>
    internal WeightedSample ByVolume(Func<Particle, double> value)
        => new(Items.Select((p, i) => (value(p), p.Weight * p.DiameterNm * p.DiameterNm * p.DiameterNm, clusters[i])));
}
