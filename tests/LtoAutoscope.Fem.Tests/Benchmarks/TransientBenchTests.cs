using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Benchmarks;

namespace LtoAutoscope.Fem.Tests.Benchmarks;

public sealed class TransientBenchTests
{
    /// <summary>Case B5, met by an independent finite element program with two preconditioners.</summary>
    [Fact]
    public void Run_At64_MeetsTheKnownMean()
    {
        var result = TransientBench.Run(64, 2);

        Assert.Equal(0.23869484, result.MeanC, 2e-8);
        Assert.Equal(10, result.Steps);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 0)]
    public void Run_OutOfRange_SaysWhich(int n, int threads)
        => Assert.StartsWith("--", Assert.Throws<InputException>(() => TransientBench.Run(n, threads)).Where, StringComparison.Ordinal);
}
