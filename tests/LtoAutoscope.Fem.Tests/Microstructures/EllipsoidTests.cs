using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class EllipsoidTests
{
    /// <summary>Case B2: area over that of the sphere of equal volume.</summary>
    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(1.5, 1.02743)]
    [InlineData(2.0, 1.07673)]
    [InlineData(3.0, 1.18190)]
    [InlineData(5.0, 1.36599)]
    public void SurfaceArea_AgainstEqualSphere_MeetsTheTable(double aspectRatio, double expected)
    {
        var shape = new Ellipsoid(aspectRatio, 1);

        Assert.Equal(expected, shape.SurfaceArea / (Math.PI * shape.VolumeDiameter * shape.VolumeDiameter), 1e-5);
    }

    [Fact]
    public void FromProjection_AspectRatioTwo_HasTheSilhouetteAndALesserVolume()
    {
        var shape = Ellipsoid.FromProjection(100, 2);

        Assert.Equal(100, shape.ProjectedDiameter, 1e-9);
        Assert.Equal(2, shape.AspectRatio, 1e-12);
        // As a sphere of that diameter it would count 41 % too much.
        Assert.Equal(1.4142, Math.PI / 6 * 1e6 / shape.Volume, 1e-4);
    }

    [Fact]
    public void ContactFunction_Spheres_IsDistanceOverReachSquared()
        => Assert.Equal(25.0 / 9, EllipsoidContact.Function(new Ellipsoid(1, 1), new Ellipsoid(2, 2), new Vector3(3, 4, 0)), 1e-9);

    [Theory]
    [InlineData(1, 0, 0, 3)]
    [InlineData(0, 1, 0, 5)]
    public void ContactFunction_AlongTheAxes_TouchesAtTheSumOfSemiAxes(double x, double y, double z, double touching)
    {
        // a lies along x (semi-axes 2, 1), b along y (semi-axes 4, 1): they touch at 2+1 along x and at 1+4 along y.
        var a = new Ellipsoid(2, 1) { Axis = new Vector3(1, 0, 0) };
        var b = new Ellipsoid(4, 1) { Axis = new Vector3(0, 1, 0) };

        Assert.Equal(1, EllipsoidContact.Function(a, b, touching * new Vector3(x, y, z)), 1e-9);
    }
}
