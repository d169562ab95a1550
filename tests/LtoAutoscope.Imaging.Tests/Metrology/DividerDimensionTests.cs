using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class DividerDimensionTests
{
    private const double KochDimension = 1.2618595;

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Of_KochSnowflake_WithinStatedBias(double across)
    {
        Particle particle = ParticleMeasurer.Measure(Shapes.Koch(across, 0.3, 5), null, 1, "koch")[0];

        Assert.InRange(particle.FractalDimension - KochDimension, -0.07, 0.02);
        Assert.InRange(particle.FractalDimensionSe, 0, 0.06);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(50)]
    [InlineData(200)]
    public void Of_Circle_IsOneWithinStatedBias(double diameter)
        => Assert.InRange(ParticleMeasurer.Measure(Shapes.Circle(diameter, 0.3, 0.7), null, 1, "circle")[0].FractalDimension, 0.99, 1.03);

    [Fact]
    public void Of_ShortOutline_HasNone()
    {
        Particle particle = ParticleMeasurer.Measure(Shapes.Circle(12), null, 1, "small")[0];

        Assert.True(double.IsNaN(particle.FractalDimension));
        Assert.True(double.IsNaN(particle.FractalDimensionSe));
    }
}
