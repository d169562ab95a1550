using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class ShapeTests
{
    [Theory]
    [InlineData(3, 2, 1, 48.882137)]
    [InlineData(2, 2, 1, 34.687536)]
    [InlineData(5, 1.0000001, 1, 50.192513)]
    public void SurfaceArea_Triaxial_MeetsKnownValues(double a, double b, double c, double expected)
    {
        // 3, 2, 1: tabulated; oblate and prolate: their closed forms.
        var shape = new Ellipsoid(a, c) { MiddleSemiAxis = b };

        Assert.Equal(expected, shape.SurfaceArea, 1e-3);
    }

    [Fact]
    public void Support_OfAnyDirection_LiesOnTheSurfaceWithThatNormal()
    {
        var random = new SeededRandom(5);
        for (int i = 0; i < 50; i++)
        {
            var shape = (Ellipsoid)new Ellipsoid(3, 1) { MiddleSemiAxis = 2 }.Placed(default, Orientation.Random(random));
            var direction = random.NextDirection();

            var point = shape.Support(direction);

            Assert.Equal(1, shape.Level(point), 1e-12);
            Assert.Equal(1, shape.Normal(point).Dot(direction), 1e-12);
        }
    }

    [Fact]
    public void LabelAt_BeyondASide_WrapsOrMirrors()
    {
        int[] labels = [.. Enumerable.Range(1, 24)];

        var periodic = new VoxelMicrostructure(2, 3, 4, 5, labels, [], 1);
        var mirrored = new VoxelMicrostructure(2, 3, 4, 5, labels, [], 1, isPeriodic: false);

        Assert.Equal(periodic.LabelAt(1, 2, 3), periodic.LabelAt(-1, -1, -1));
        Assert.Equal(mirrored.LabelAt(0, 0, 0), mirrored.LabelAt(-1, -1, -1));
        Assert.Equal(mirrored.LabelAt(1, 2, 3), mirrored.LabelAt(2, 3, 4));
        Assert.Equal(mirrored.LabelAt(0, 0, 0), mirrored.LabelAt(4, 6, 8));
        Assert.Throws<InvalidOperationException>(() => periodic.Size);
    }
}
