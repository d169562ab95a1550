using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class PackingTests
{
    [Theory]
    [InlineData(30, 0.40)]
    [InlineData(60, 0.50)]
    [InlineData(60, 0.62)]
    public void Create_Polydisperse_FillsTheBoxWithoutOverlap(int count, double fraction)
    {
        var packing = Packing.Create(EllipsoidPopulation.Draw(Samples.Morphology(), count, 3, 0), fraction, 7);

        Assert.True(packing.SmallestContact() >= 1 - 1e-9, $"{packing.SmallestContact()}");
        Assert.Equal(fraction, packing.VolumeFraction, 1e-9);
        Assert.Equal(0, packing.OverlapFraction);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Create_SampledPoints_LieInAtMostOneParticle(double exponent)
    {
        var packing = Packing.Create(
            [.. EllipsoidPopulation.Draw(Samples.Morphology(), 25, 3, 0).Select(p => exponent == 2 ? (IParticleShape)p : Superellipsoid.WithSilhouetteOf(p, exponent, exponent))], 0.45, 11);
        var random = new SeededRandom(1);
        int inside = 0;
        const int Points = 12_000;
        for (int i = 0; i < Points; i++)
        {
            var point = new Vector3(random.Next() * packing.BoxSize, random.Next() * packing.BoxSize, random.Next() * packing.BoxSize);
            int holders = packing.Particles.Count(p => Images(packing.BoxSize).Any(image => p.Level(point + image - p.Centre) < 1));
            Assert.True(holders <= 1);
            inside += holders;
        }

        Assert.Equal(0.45, (double)inside / Points, 0.02);

        static IEnumerable<Vector3> Images(double box)
            => Enumerable.Range(0, 27).Select(k => new Vector3(((k % 3) - 1) * box, ((k / 3 % 3) - 1) * box, ((k / 9) - 1) * box));
    }

    [Fact]
    public void Create_SameSeed_GivesTheSamePacking()
    {
        var population = EllipsoidPopulation.Draw(Samples.Morphology(), 20, 5, 1);

        Assert.Equal(Packing.Create(population, 0.4, 9).Particles, Packing.Create(population, 0.4, 9).Particles);
        Assert.NotEqual(Packing.Create(population, 0.4, 9).Particles, Packing.Create(population, 0.4, 10).Particles);
    }

    [Fact]
    public void Create_MoreThanFits_NeedsAnOverlapThatIsMeasured()
    {
        // Equal spheres pack at random to 0.64.
        var population = Ellipsoid.Monodisperse(60, 1, 1);

        var packing = Packing.Create(population, new PackingOptions { VolumeFraction = 0.7, AllowedOverlap = 0.05 });

        Assert.Equal(0.7, packing.VolumeFraction, 1e-3);
        Assert.InRange(packing.OverlapFraction, 1e-5, 0.05);
        Assert.Equal(packing.VolumeFraction, packing.SummedVolumeFraction * (1 - packing.OverlapFraction), 1e-12);
        // The same share by points of another kind.
        Assert.Equal(0.7, Voxeliser.Voxelise(packing, 48).SampledVolumeFraction, 0.004);
        Assert.Throws<InputException>(() => Packing.Create(population, new PackingOptions { VolumeFraction = 0.7, AllowedOverlap = 1e-4 }));
    }

    [Fact]
    public void Create_Agglomerates_TouchAsAsked()
    {
        var population = EllipsoidPopulation.Draw(Samples.Morphology(), 60, 5, 1);

        var packing = Packing.Create(population, new PackingOptions { VolumeFraction = 0.4, AgglomeratedShare = 0.8, AgglomerateParticles = 6 });

        Assert.Equal(48, packing.AgglomerateSizes.Sum());
        Assert.Equal(8, packing.AgglomerateSizes.Count);
        Assert.All(packing.AgglomerateSizes, size => Assert.True(size >= 2));
        Assert.Equal(40, packing.Bonds.Count);
        Assert.Equal(packing.Bonds.Count, packing.BondsInContact);
        Assert.True(packing.SmallestContact() >= 1 - 1e-9);
        var loose = Packing.Create(population, 0.4, 1);
        Assert.True(packing.ContactsAParticle > loose.ContactsAParticle);
    }

    [Fact]
    public void Create_TooFewForTheLongest_IsAnInputError()
        => Assert.Throws<InputException>(() => Packing.Create(Ellipsoid.Monodisperse(1, 100, 4), 0.6, 1));

    [Fact]
    public void Draw_ByNumber_KeepsMeanAndWeights()
    {
        var joint = new JointSample[] { new(50, 1, 1, 3), new(150, 2, 1, 1) };
        var morphology = Samples.Morphology() with { Joint = joint };

        var drawn = EllipsoidPopulation.Draw(morphology, 400, 1, 0);

        Assert.Equal(300, drawn.Count(p => p.ProjectedDiameter < 100));
        Assert.Equal(100, drawn.Count(p => Math.Abs(p.AspectRatio - 2) < 1e-9));
    }

    [Fact]
    public void Voxelise_Packing_KeepsTheVolumeAndLabelsEachParticle()
    {
        var packing = Packing.Create(EllipsoidPopulation.Draw(Samples.Morphology(), 20, 5, 1), 0.4, 9);

        var voxels = Voxeliser.Voxelise(packing, 40);

        Assert.Equal(0.4, voxels.SampledVolumeFraction, 0.002);
        Assert.Equal(0.4, voxels.VoxelVolumeFraction, 0.012);
        Assert.Equal(20, voxels.Labels.Where(label => label > 0).Distinct().Count());
        Assert.Equal(voxels.Labels.Count(label => label > 0), voxels.Particles.Where(p => p.OnGrid).Sum(p => p.Voxels.Count));
    }
}
