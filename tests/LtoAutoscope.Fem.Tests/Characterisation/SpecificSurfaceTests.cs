using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Characterisation;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Characterisation;

public sealed class SpecificSurfaceTests
{
    private static readonly Material Lto = new() { Name = "lto" };

    [Fact]
    public void Of_EqualSmoothSpheres_Is6000OverDensityAndDiameter()
    {
        SpecificSurface found = SpecificSurface.Of(Powder([new JointSample(100, 1, double.NaN, 1)]), Lto);

        Assert.Equal(6000 / (3.48 * 100), found.SpheresM2G, 1e-9);
        Assert.Equal(found.SpheresM2G, found.SmoothM2G, 1e-6);
        Assert.Equal(found.SmoothM2G, found.RoughM2G, 1e-9);
    }

    [Fact]
    public void Of_TwoSizes_GoesByTheSauterDiameter()
    {
        SpecificSurface found = SpecificSurface.Of(Powder([new JointSample(50, 1, double.NaN, 3), new JointSample(200, 1, double.NaN, 1)]), Lto);

        Assert.Equal(((3 * 125e3) + 8e6) / ((3 * 2500) + 40000), found.SauterNm, 1e-9);
        Assert.Equal(found.SpheresM2G, found.SmoothM2G, 1e-6);
    }

    [Fact]
    public void Of_RoughOutlines_HasTheFactorDownToTheInnerCutoff()
    {
        SpecificSurface found = SpecificSurface.Of(Powder([new JointSample(200, 1, 1.1, 1)]), Lto);

        Assert.Equal(Roughness.AreaFactor(1.1, 200, 3), found.RoughM2G / found.SmoothM2G, 1e-9);
    }

    [Theory]
    [InlineData(17.2, "agree within")]
    [InlineData(8, "does not reach")]
    [InlineData(40, "cannot be seen")]
    public void Explain_EachDirection_SaysWhy(double bet, string words)
        => Assert.Contains(words, string.Join(' ', SpecificSurface.Of(Powder([new JointSample(100, 1, double.NaN, 1)]), Lto).Explain(bet)), StringComparison.Ordinal);

    private static Morphology Powder(JointSample[] particles)
    {
        var around = new MeasureSummary { Mean = 100, Median = 100, Std = 1, D10 = 99, D50 = 100, D90 = 101, MeanCi95 = [99, 101], MedianCi95 = [99, 101] };
        return new Morphology
        {
            ParticleCount = particles.Length, PixelSizeNm = 2, DiameterNm = around, AspectRatio = around, FractalDimension = around, VolumeWeighted = new MorphologySummaries { DiameterNm = around, AspectRatio = around, FractalDimension = around }, Joint = particles,
        };
    }
}
