using LtoAutoscope.Fem.Benchmarks;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Tests.Microstructures;

public sealed class RoughnessTests
{
    /// <summary>(0.075·d/l)^(4.1·(D − 1.006)).</summary>
    [Theory]
    [InlineData(1.106, 400, 3, 2.5704)]
    [InlineData(1.5, 400, 3, 10)]
    [InlineData(1.0, 400, 3, 1)]
    [InlineData(double.NaN, 400, 3, 1)]
    [InlineData(1.2, 40, 3, 1)]
    public void AreaFactor_IsThePowerOfTheCutoffs(double dimension, double diameter, double inner, double expected)
        => Assert.Equal(expected, Roughness.AreaFactor(dimension, diameter, inner), 1e-3);

    [Fact]
    public void Study_SelfAffineParticles_GivesTheRelationThatIsUsed()
    {
        var rows = RoughnessStudy.Run(copies: 1, subdivisions: 5, cancellationToken: TestContext.Current.CancellationToken);

        var (slope, share, residual) = RoughnessStudy.Fit(rows);

        Assert.Equal(Roughness.SurfacePerSilhouette, slope, 0.8);
        Assert.Equal(Roughness.FeatureShare, share, 0.02);
        Assert.True(residual < 0.1);
        // A silhouette is smoother than the cut, and the surface rougher than the cut's D + 1 says of coarse triangles.
        var rough = rows.Where(r => r.Hurst < 0.5 && r.Relief > 0.03).ToArray();
        Assert.True(rough.Average(r => r.SilhouetteDimension) < rough.Average(r => r.CutDimension) - 0.02);
        // The smoothest ones show what a circle shows.
        Assert.Equal(Roughness.CircleDimension, rows.Where(r => r.Relief == 0.01).Average(r => r.SilhouetteDimension), 0.003);
        Assert.StartsWith("<svg", RoughnessFigure.Draw(rows), StringComparison.Ordinal);
    }
}
