using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class SuperellipsoidTests
{
    [Fact]
    public void Exponents_OfTwo_GiveTheEllipsoid()
    {
        var expected = new Ellipsoid(3, 1) { MiddleSemiAxis = 2 };
        var shape = new Superellipsoid(new Vector3(3, 2, 1), 2, 2);

        Assert.Equal(expected.Volume, shape.Volume, 1e-9);
        Assert.Equal(expected.SurfaceArea, shape.SurfaceArea, 1e-6);
        Assert.Equal(expected.DiffusionLag, shape.DiffusionLag, 1e-9);
        Assert.Equal(expected.ProjectedDiameter, shape.ProjectedDiameter, 1e-9);
        Assert.Equal(expected.OuterRadius, shape.OuterRadius, 1e-9);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(8, 2.5)]
    public void Measures_BlockyShape_AgreeWithSampling(double n1, double n2)
    {
        // Independent of the quadratures: points in the box; area from the volume gained by a thin shell.
        var shape = new Superellipsoid(new Vector3(1.6, 1.2, 1), n1, n2);
        var random = new SeededRandom(3);
        int inside = 0, shell = 0;
        const int Points = 300_000;
        const double Thick = 0.02;
        for (int i = 0; i < Points; i++)
        {
            var point = new Vector3(3.4 * (random.Next() - 0.5), 2.6 * (random.Next() - 0.5), 2.2 * (random.Next() - 0.5));
            double t = Math.Sqrt(shape.Level(point));
            if (t <= 1) inside++;
            // Distance to the surface to first order: (t − 1) over the gauge's slope, 1/(n·p) at the surface point p.
            double distance = Math.Abs(t - 1) * shape.Normal(point).Dot((1 / t) * point);
            if (distance < Thick) shell++;
        }

        double box = 3.4 * 2.6 * 2.2 / Points;
        Assert.Equal(1, inside * box / shape.Volume, 0.006);
        Assert.Equal(1, shell * box / (2 * Thick) / shape.SurfaceArea, 0.015);
    }

    [Fact]
    public void DiffusionLag_NearlyACube_ComesNearTheCubes()
    {
        // Case B4 of the specification: the mean over a unit cube is 0.0201685; an edge of 2 has four times as much.
        var shape = new Superellipsoid(new Vector3(1, 1, 1), 8, 8);

        double cubeOfEqualVolume = 0.0201685 * Math.Pow(shape.Volume, 2.0 / 3);

        Assert.InRange(shape.DiffusionLag / cubeOfEqualVolume, 1.0, 1.06);
        Assert.True(shape.DiffusionLag < new Ellipsoid(shape.VolumeDiameter / 2, shape.VolumeDiameter / 2).DiffusionLag);
    }

    [Fact]
    public void Support_OfAnyDirection_LiesOnTheSurfaceWithThatNormal()
    {
        var random = new SeededRandom(5);
        for (int i = 0; i < 50; i++)
        {
            var shape = new Superellipsoid(new Vector3(3, 2, 1), 3, 5).Placed(default, Orientation.Random(random));
            var direction = random.NextDirection();

            var point = shape.Support(direction);

            Assert.Equal(1, shape.Level(point), 1e-9);
            Assert.Equal(1, shape.Normal(point).Dot(direction), 1e-6);
            Assert.True(point.Length <= shape.OuterRadius + 1e-9 && point.Length >= shape.InnerRadius - 1e-9);
        }
    }

    [Fact]
    public void WithSilhouetteOf_Ellipsoid_KeepsTheArea()
    {
        var seen = Ellipsoid.FromProjection(100, 2, 1.1);

        var shape = Superellipsoid.WithSilhouetteOf(seen, 3, 4);

        Assert.Equal(100, shape.ProjectedDiameter, 1e-9);
        Assert.Equal(100, new Superellipsoid(shape.SemiAxes, 3, 4).ProjectedDiameter, 1e-9);
        Assert.Equal(2, shape.AspectRatio, 1e-9);
        Assert.Equal(1.1, shape.FractalDimension);
    }
}
