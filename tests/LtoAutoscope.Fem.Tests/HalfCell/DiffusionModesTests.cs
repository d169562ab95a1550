using LtoAutoscope.Fem.HalfCell;

namespace LtoAutoscope.Fem.Tests.HalfCell;

public sealed class DiffusionModesTests
{
    [Fact]
    public void Sphere_Lag_IsAFifteenth() => Assert.Equal(1.0 / 15, DiffusionModes.Sphere.Lag, 1e-12);

    // Benchmark B1: surface of a sphere under constant flux q, y = (c − c₀)D/(qR), where the mean is 3Fo.
    [Theory]
    [InlineData(0.001, 0.036707)]
    [InlineData(0.01, 0.123643)]
    [InlineData(0.05, 0.312165)]
    [InlineData(0.1, 0.486762)]
    [InlineData(0.5, 1.699996)]
    [InlineData(1.0, 3.200000)]
    public void Sphere_ConstantFlux_FollowsTheSeries(double fo, double surface)
        => Assert.Equal(surface, Surface(fo), 1e-6 + (fo < 0.01 ? 5e-4 * surface : 1e-5 * surface));

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-7)]
    [InlineData(1e-8)]
    public void Sphere_ShortTimes_FollowTheSquareRoot(double fo)
    {
        // Carslaw and Jaeger: 2√(Fo/π) + Fo + … for a sphere.
        Assert.Equal(1, Surface(fo) / ((2 * Math.Sqrt(fo / Math.PI)) + fo), 5e-3);
    }

    private static double Surface(double fo)
    {
        var modes = DiffusionModes.Sphere;
        double g = 3, sum = g * fo + (g * modes.Remainder);
        for (int k = 0; k < modes.Weights.Count; k++) sum += modes.Weights[k] * g / modes.Rates[k] * (1 - Math.Exp(-modes.Rates[k] * fo));
        return sum;
    }
}
