using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class StructureTests
{
    private static readonly StructureOptions Small = new() { Grid = 32, Particles = 40, Realisations = 2, Solids = 0.45 };

    [Fact]
    public async Task Measure_Packing_ReportsWhatWasAsked()
    {
        var morphology = Samples.Morphology();
        var built = await MicrostructureBuilder.BuildAllAsync(morphology, Small, cancellationToken: TestContext.Current.CancellationToken);

        StructureMeasures[] measures = [.. built.Select((b, r) => StructureMeter.Measure(b, r, 3, 3.48))];
        var report = StructureReport.Of(morphology, Small, built, measures);

        Assert.All(measures, m =>
        {
            Assert.Equal(0.45, m.SolidsPacked, 1e-9);
            Assert.Equal(0.55, m.PorositySampled, 0.005);
            Assert.Equal(1, m.AreaCorrectedPerM / m.AreaSmoothPerM / (1 - m.ClosedShare), 0.12);
            Assert.InRange(m.StaircaseFactor, 1.2, 1.6);
            Assert.True(m.AreaRoughM2G > m.AreaSmoothM2G);
            // Area over volume of the sample over the density: independent of box and grid.
            Assert.Equal(m.AreaSmoothPerM / (0.45 * 3.48e6), m.AreaSmoothM2G, 1e-6 * m.AreaSmoothM2G);
        });
        Assert.All(report.Distributions, d => Assert.True(d.KolmogorovSmirnov < d.Critical, $"{d.Measure} {d.KolmogorovSmirnov}"));
        Assert.Equal(report.Summary["area_smooth_m2_g"].Mean, measures.Average(m => m.AreaSmoothM2G), 1e-9);
    }

    [Fact]
    public async Task BuildAllAsync_AnyThreads_GivesTheSameStructures()
    {
        var one = await MicrostructureBuilder.BuildAllAsync(Samples.Morphology(), Small with { Binder = 0.05 }, cancellationToken: TestContext.Current.CancellationToken);
        var two = await MicrostructureBuilder.BuildAllAsync(Samples.Morphology(), Small with { Binder = 0.05, Threads = 2 }, cancellationToken: TestContext.Current.CancellationToken);

        for (int r = 0; r < 2; r++) Assert.Equal(one[r].Voxels.Labels, two[r].Voxels.Labels);
        Assert.NotEqual(one[0].Voxels.Labels, one[1].Voxels.Labels);
    }

    [Fact]
    public void Place_Binder_FillsMenisciFirst()
    {
        // Two spheres with a narrow gap in the middle.
        Ellipsoid[] pair = [new Ellipsoid(40, 40) { Centre = new(58, 100, 100) }, new Ellipsoid(40, 40) { Centre = new(142, 100, 100) }];
        var structure = Voxeliser.Voxelise(pair, 200, 40);
        double closed = ParticleMesh.Create(structure, 0).ClosedFraction;

        BinderDomain.Place(structure, 0.01, 1);

        Assert.Equal(0.01, structure.BinderVolumeFraction, 1e-9);
        for (int i = 0; i < structure.Labels.Length; i++)
        {
            if (structure.Labels[i] != VoxelMicrostructure.Binder) continue;
            double x = ((i % 40) + 0.5) * 5, y = ((i / 40 % 40) + 0.5) * 5, z = ((i / 1600) + 0.5) * 5;
            Assert.True(Math.Abs(x - 100) < 25 && Math.Sqrt(((y - 100) * (y - 100)) + ((z - 100) * (z - 100))) < 45, $"{x} {y} {z}");
        }

        // Binder does not close the surface under it.
        Assert.Equal(closed, ParticleMesh.Create(structure, 0).ClosedFraction, 1e-12);
        Assert.Throws<InputException>(() => BinderDomain.Place(Voxeliser.Voxelise(Packing.Create(Ellipsoid.Monodisperse(20, 1, 1), 0.6, 1), 20), 0.5, 1));
    }

    [Fact]
    public void Build_MeasuredAgglomerates_AreRealised()
    {
        var morphology = Samples.Morphology() with
        {
            Agglomerates = new AgglomerateSummary
            {
                FreeParticles = 20, Count = 20, CutCount = 0, AgglomeratedShare = 0.75, MeanParticles = 5, LargestParticles = 9, MeanDiameterNm = 200, MedianDiameterNm = 190,
            },
        };
        var options = Small with { AgglomeratedShare = null, Realisations = 1, Solids = 0.4 };

        var measures = StructureMeter.Measure(MicrostructureBuilder.Build(morphology, options, 0), 0, 3, 3.48);

        Assert.Equal(0.75, measures.AgglomeratedShare, 0.03);
        Assert.Equal(5, measures.AgglomerateParticles, 0.01);
    }

    [Fact]
    public void Compare_WeightedDistribution_MatchesItself()
    {
        JointSample[] joint = [new(50, 1, 1.1, 3), new(100, 2, 1.2, 1)];
        IParticleShape[] drawn = [.. Enumerable.Repeat(Ellipsoid.FromProjection(50, 1, 1.1), 3), Ellipsoid.FromProjection(100, 2, 1.2)];

        var match = DistributionMatch.Compare(Samples.Morphology() with { Joint = joint }, drawn);

        Assert.Equal(3, match.Count);
        Assert.All(match, m => Assert.Equal(0, m.KolmogorovSmirnov, 1e-9));
        Assert.Equal(62.5, match[0].Asked[3], 1e-9);
        Assert.Equal("aspect_ratio_body", DistributionMatch.Compare(Samples.Morphology() with { Joint = joint }, drawn, ProjectionModel.ProlateRandom)[1].Measure);
        // Without the largest the distributions lie a quarter apart.
        Assert.Equal(0.25, DistributionMatch.Compare(Samples.Morphology() with { Joint = joint }, drawn[..3])[0].KolmogorovSmirnov, 1e-9);
    }

    [Fact]
    public async Task BoxStudy_SmallBoxes_KeepsTheVoxelAndShowsScatter()
    {
        var rows = await BoxStudy.RunAsync(Samples.Morphology(), Small with { Particles = 32, Grid = 24 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([8, 16, 32, 64], rows.Select(r => r.Particles));
        Assert.All(rows, r => Assert.Equal(rows[2].BoxNm / rows[2].Grid, r.BoxNm / r.Grid, 0.12 * rows[2].BoxNm / rows[2].Grid));
        Assert.All(rows, r => Assert.InRange(r.Tortuosity.Mean, 1.1, 2));
        Assert.True(rows[^1].IsRepresentative);
    }
}
