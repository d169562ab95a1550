using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Inspection;

namespace LtoAutoscope.Pipeline.Tests.Inspection;

public sealed class InspectionBenchTests
{
    private static readonly IProgress<(double Share, string Text)> Nobody = new Progress<(double Share, string Text)>();

    [Fact]
    public void Run_OnePowder_GivesEveryFaultItsVerdictAndQuarantinesNothingElse()
    {
        InspectionBenchReport report = InspectionBench.Run(new InspectionBenchOptions { Ordinary = 10, Faulty = 1, Powder = "70 nm" }, Nobody, TestContext.Current.CancellationToken);
        Assert.All(report.Rows, row => Assert.True(row.RightCount == row.Frames, $"{row.Powder}, {row.Fault}: {string.Join(", ", row.Verdicts)} {row.Sentence}"));
        Assert.Equal(18, report.Rows.Count(row => row.Fault.Length > 0));
        Assert.True(report.MedianMs > 0);
    }

    [Fact]
    public void Run_OptionsOutOfRange_AreRefused()
    {
        Assert.Throws<InputException>(() => InspectionBench.Run(new InspectionBenchOptions { Ordinary = 1 }, Nobody, TestContext.Current.CancellationToken));
        Assert.Throws<InputException>(() => InspectionBench.Run(new InspectionBenchOptions { Powder = "gold" }, Nobody, TestContext.Current.CancellationToken));
    }
}
