using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Counts agglomerates apart from the particles that they are made of.</summary>
internal static class AgglomerateStatistics
{
    /// <summary>Null where the particles do not tell their agglomerates.</summary>
    internal static AgglomerateSummary? Of(IReadOnlyList<IReadOnlyList<Particle>> frames)
    {
        List<(int Particles, double DiameterNm, double Weight)> groups = [];
        double together = 0, all = 0;
        bool told = false;
        foreach (IReadOnlyList<Particle> frame in frames)
        {
            foreach (IGrouping<int, Particle> group in frame.Where(static p => p.AgglomerateId > 0).GroupBy(static p => p.AgglomerateId))
            {
                told = true;
                int members = group.Count();
                double counted = group.Where(static p => p.Counts).Sum(static p => p.Weight);
                all += counted;
                if (members > 1) together += counted;
                groups.Add((members, 2 * Math.Sqrt(group.Sum(static p => p.AreaNm2) / Math.PI), group.First().AgglomerateWeight));
            }
        }

        if (!told) return null;
        var several = groups.Where(static g => g.Particles > 1 && g.Weight > 0).ToList();
        var sizes = new WeightedSample(several.Select(static g => (g.DiameterNm, g.Weight, 0)));
        return new AgglomerateSummary
        {
            FreeParticles = groups.Count(static g => g.Particles == 1 && g.Weight > 0),
            Count = several.Count,
            CutCount = groups.Count(static g => g.Particles > 1 && g.Weight == 0),
            AgglomeratedShare = all > 0 ? together / all : double.NaN,
            MeanParticles = new WeightedSample(several.Select(static g => ((double)g.Particles, g.Weight, 0))).Mean(),
            LargestParticles = several.Count > 0 ? several.Max(static g => g.Particles) : 0,
            MeanDiameterNm = sizes.Mean(),
            MedianDiameterNm = sizes.Quantile(0.5),
        };
    }
}
