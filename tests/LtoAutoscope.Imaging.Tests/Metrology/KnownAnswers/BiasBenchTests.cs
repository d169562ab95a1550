using LtoAutoscope.Imaging.Metrology.KnownAnswers;

namespace LtoAutoscope.Imaging.Tests.Metrology.KnownAnswers;

/// <summary>The limits that docs/measures.md states, on the shapes of its tables.</summary>
public sealed class BiasBenchTests
{
    private readonly BiasBench bench = new(copies: 16);

    [Theory]
    [InlineData("circle", 10, 3)]
    [InlineData("circle", 20, 1)]
    [InlineData("circle", 100, 0.2)]
    [InlineData("ellipse 1.5", 10, 3)]
    [InlineData("ellipse 1.5", 20, 1)]
    [InlineData("ellipse 3", 20, 1)]
    [InlineData("ellipse 3", 50, 0.3)]
    [InlineData("square", 10, 3)]
    [InlineData("square", 20, 1)]
    [InlineData("star", 20, 1)]
    [InlineData("Koch snowflake", 20, 1)]
    [InlineData("Brownian 1.2", 20, 1)]
    public void Row_DiameterAndAspectRatio_WithinTheTarget(string shape, double size, double percent)
    {
        foreach (EdgeKind edge in (EdgeKind[])[EdgeKind.Sharp, EdgeKind.Network])
        {
            BiasRow row = Row(shape, size, edge);
            Assert.InRange(row.Diameter.Bias, -percent, percent);
            Assert.InRange(row.AspectRatio.Bias, -percent, percent);
        }
    }

    [Theory]
    [InlineData("circle", EdgeKind.Network, 0.5)]
    [InlineData("circle", EdgeKind.Noisy, 1)]
    [InlineData("circle", EdgeKind.Mask, 0.5)]
    [InlineData("ellipse 3", EdgeKind.Network, 1)]
    [InlineData("ellipse 3", EdgeKind.Noisy, 1)]
    public void Row_PerimeterOfSmoothShapes_IsUnbiased(string shape, EdgeKind edge, double percent)
    {
        foreach (double size in (double[])[20, 50, 200]) Assert.InRange(Row(shape, size, edge).Perimeter.Bias, -percent, percent);
    }

    [Fact]
    public void Row_BlurredEdge_LosesTheAreaThatTheoryGives()
    {
        // Under a blur of 1.5 px the contour of one half moves inwards by σ²/(2R) along a circle of radius R: the area shrinks by πσ².
        BiasRow row = Row("circle", 30, EdgeKind.Blurred);

        Assert.InRange(row.Diameter.Bias, 100 * (-2 * 1.5 * 1.5 / (30 * 30)) - 0.1, 100 * (-2 * 1.5 * 1.5 / (30 * 30)) + 0.1);
    }

    [Fact]
    public void Row_SmallParticle_GetsNoDimension()
    {
        BiasRow row = Row("circle", 15, EdgeKind.Network);

        Assert.Equal(0, row.Divider.Given);
        Assert.Equal(0, row.Box.Given);
        Assert.True(double.IsNaN(row.Divider.Mean));
    }

    private BiasRow Row(string name, double size, EdgeKind edge)
        => bench.Row(name, BiasBench.Shapes.Single(s => s.Name == name).Draw, size, edge, new Random(11));
}
