using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Benchmarks;

namespace LtoAutoscope.Fem.Tests.Benchmarks;

public sealed class PoissonBenchTests
{
    /// <summary>The discrete value, from the finite sum of the operator's own eigenvectors (case B4).</summary>
    private const double Q1At64 = 0.02015741;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_At64_MeetsTheDiscreteIntegral(int threads)
    {
        var result = PoissonBench.Run(64, threads);

        Assert.Equal(1, result.IntegralU / Q1At64, 1e-6);
        Assert.True(result.RelativeResidual <= 1e-8);
        Assert.Equal(65 * 65 * 65, result.Nodes);
        Assert.True(result.TriadGbS > 0 && result.OperatorGbS > 0);
    }

    [Fact]
    public void Run_ThreeGrids_ConvergeWithOrderTwo()
    {
        const double Limit = 0.0201685;
        double coarse = Limit - PoissonBench.Run(8, 1).IntegralU, fine = Limit - PoissonBench.Run(16, 1).IntegralU;

        Assert.InRange(Math.Log2(coarse / fine), 1.9, 2.1);
    }

    [Fact]
    public void Run_WithJump_Converges()
    {
        var result = PoissonBench.Run(24, 1, 1e4);

        Assert.True(result.RelativeResidual <= 1e-8);
        Assert.InRange(result.IntegralU, 0.0, 0.02);
    }

    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(1000, 1, 1.0)]
    [InlineData(16, 0, 1.0)]
    [InlineData(16, 1, -3.0)]
    public void Run_OutOfRange_SaysWhichAndHow(int n, int threads, double jump)
    {
        var error = Assert.Throws<InputException>(() => PoissonBench.Run(n, threads, jump));

        Assert.StartsWith("--", error.Where, StringComparison.Ordinal);
    }
}
