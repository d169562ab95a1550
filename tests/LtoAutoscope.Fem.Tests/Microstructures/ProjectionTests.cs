using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class ProjectionTests
{
    /// <summary>Volumes over that of the prolate lying flat, π/6·L·W², at an aspect ratio of 2.</summary>
    [Theory]
    [InlineData(ProjectionModel.ProlateFlat, 1)]
    [InlineData(ProjectionModel.OblateFlat, 0.70710678)]
    [InlineData(ProjectionModel.OblateEdge, 2)]
    [InlineData(ProjectionModel.Triaxial, 0.7)]
    [InlineData(ProjectionModel.Sphere, 1.41421356)]
    public void Ellipsoid_OfASilhouette_HasTheModelsVolumeAndItsArea(ProjectionModel model, double expected)
    {
        var projection = new ProjectionToVolume(Samples.Morphology(), new ShapeOptions { Model = model });

        var shape = projection.Ellipsoid(100, 2, 1.1, null);

        Assert.Equal(expected, shape.Volume / Ellipsoid.FromProjection(100, 2).Volume, 1e-6);
        Assert.Equal(100, shape.ProjectedDiameter, 1e-9);
        Assert.Equal(1.1, shape.FractalDimension);
    }

    [Fact]
    public void Unfolding_EqualRodsSeenAtRandom_FindsTheirAspectRatio()
    {
        // Rods of aspect ratio 2.5 whose axes are isotropic: t² = q² sin²θ + cos²θ, cos θ even over 0…1.
        var random = new SeededRandom(4);
        JointSample[] seen =
        [
            .. Enumerable.Range(0, 4000).Select(_ =>
            {
                double u = random.Next(), t = Math.Sqrt((6.25 * (1 - (u * u))) + (u * u));
                return new JointSample(100 * Math.Sqrt(t), t, double.NaN, 1);
            }),
        ];
        double apparent = seen.Average(s => s.AspectRatio);

        var unfolded = new AspectRatioUnfolding(seen.Select(s => (s.AspectRatio, s.Weight)));

        Assert.InRange(apparent, 2.0, 2.2);
        Assert.Equal(2.5, unfolded.Mean, 0.06);
        // All rods are 100 wide and 250 long.
        var population = EllipsoidPopulation.Draw(Samples.Morphology() with { Joint = seen }, 2000, 1, 0, ProjectionModel.ProlateRandom);
        double expected = new Ellipsoid(125, 50).Volume;
        Assert.Equal(1, population.Average(p => p.Volume) / expected, 0.03);
        Assert.All(population, p => Assert.Equal(50, p.ShortSemiAxis, 1e-6));
    }

    [Fact]
    public void Compare_AllModels_StatesWhatTheChoiceDoes()
    {
        var effects = ProjectionEffect.Compare(Samples.Morphology(), new ShapeOptions());

        Assert.Equal(1, effects.Single(e => e.Model == ProjectionModel.ProlateFlat).VolumeRatio, 1e-12);
        Assert.True(effects.Single(e => e.Model == ProjectionModel.ProlateRandom).VolumeRatio > 1);
        Assert.True(effects.Single(e => e.Model == ProjectionModel.OblateFlat).AreaToVolumeRatio > 1);
        Assert.True(effects.Single(e => e.Model == ProjectionModel.Sphere).LagRatio > 1);
        // Nothing that fits a silhouette is larger than the oblate on its edge.
        Assert.Equal(ProjectionModel.OblateEdge, effects.MaxBy(e => e.MeanVolumeNm3)!.Model);
    }

    [Fact]
    public void Draw_Joint_KeepsSizeAspectRatioAndRoughnessTogether()
    {
        JointSample[] joint = [.. Enumerable.Range(1, 50).Select(i => new JointSample(20 + i, 1 + (i / 50.0), 1 + (i / 100.0), 1))];

        var drawn = ParticlePopulation.Draw(Samples.Morphology() with { Joint = joint }, 200, 3, 1);

        Assert.All(drawn, p =>
        {
            double i = p.ProjectedDiameter - 20;
            Assert.Equal(1 + (i / 50), p.AspectRatio, 1e-9);
            Assert.Equal(1 + (i / 100), p.FractalDimension, 1e-9);
        });
    }

    [Fact]
    public void Validate_ThirdAxisBeyondTheWidth_IsAnInputError()
        => Assert.Throws<InputException>(() => new ProjectionToVolume(Samples.Morphology(), new ShapeOptions { ThirdAxisRatio = 1.4 }));
}
