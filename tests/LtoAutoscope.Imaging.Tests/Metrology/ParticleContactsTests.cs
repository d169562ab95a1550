using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class ParticleContactsTests
{
    [Fact]
    public void Classify_DiscOnDisc_TheLowerIsOverlapped()
    {
        // Label 2 lies on label 1 and hides a fifth of it; 3 is free; 4 is cut.
        IReadOnlyList<Particle> particles = Measure((60, 60, 25), (95, 60, 25), (150, 150, 20), (5, 150, 15));

        Assert.Equal([ParticleClass.Overlapped, ParticleClass.Whole, ParticleClass.Whole, ParticleClass.Cut], particles.Select(p => p.Class));
        Assert.Equal([1, 1, 3, 4], particles.Select(p => p.AgglomerateId));
    }

    [Fact]
    public void Classify_DiscsThatOnlyTouch_AreWhole()
    {
        IReadOnlyList<Particle> particles = Measure((60, 60, 25), (109, 60, 25));

        Assert.All(particles, p => Assert.Equal(ParticleClass.Whole, p.Class));
        Assert.All(particles, p => Assert.Equal(1, p.AgglomerateId));
    }

    [Fact]
    public void Classify_Agglomerate_HasTheWeightOfItsOwnExtent()
    {
        IReadOnlyList<Particle> particles = Measure((60, 60, 25), (109, 60, 25), (150, 150, 20));
        double width = 109 + 25 - (60 - 25) + 1, height = 51;

        Assert.Equal(200.0 * 200 / ((200 - width) * (200 - height)), particles[0].AgglomerateWeight, 6);
        Assert.Equal(particles[0].AgglomerateWeight, particles[1].AgglomerateWeight);
        Assert.Equal(particles[2].Weight, particles[2].AgglomerateWeight, 6);
    }

    [Fact]
    public void Classify_AgglomerateAtTheBorder_IsCutThoughAMemberIsWhole()
    {
        IReadOnlyList<Particle> particles = Measure((20, 60, 25), (69, 60, 25));

        Assert.Equal([ParticleClass.Cut, ParticleClass.Whole], particles.Select(p => p.Class));
        Assert.All(particles, p => Assert.Equal(0, p.AgglomerateWeight));
    }

    [Fact]
    public void Summarise_Agglomerates_AreCountedApart()
    {
        AgglomerateSummary groups = MorphologyStatistics.Summarise([Measure((60, 60, 20), (99, 60, 20), (150, 150, 20), (20, 180, 25))], 1).Agglomerates!;

        Assert.Equal((1, 1, 0), (groups.FreeParticles, groups.Count, groups.CutCount));
        Assert.Equal(2, groups.MeanParticles);
        Assert.InRange(groups.AgglomeratedShare, 0.6, 0.7);
        Assert.InRange(groups.MedianDiameterNm, 40 * Math.Sqrt(2) * 0.98, 40 * Math.Sqrt(2) * 1.02);
    }

    /// <summary>Discs of a frame of 200 × 200; later ones lie on top.</summary>
    private static IReadOnlyList<Particle> Measure(params (int X, int Y, int Radius)[] discs)
    {
        var labels = new LabelImage(200, 200);
        for (int d = 0; d < discs.Length; d++)
            for (int y = 0; y < 200; y++)
                for (int x = 0; x < 200; x++)
                    if ((x - discs[d].X) * (x - discs[d].X) + (y - discs[d].Y) * (y - discs[d].Y) <= discs[d].Radius * discs[d].Radius) labels[x, y] = d + 1;
        return ParticleContacts.Classify(labels, ParticleMeasurer.Measure(labels, null, 1, "f"));
    }
}
