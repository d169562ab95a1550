using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Conformance;
using LtoAutoscope.Instruments.Tests.Bench;

namespace LtoAutoscope.Instruments.Tests.Conformance;

/// <summary>The conformance run against the twin, sound and with faults.</summary>
public sealed class ConformanceRunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_SoundInstrumentWithMotion_PassesAndComesBackToItsPlace()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 4 });
        ConformanceReport report = await RunAsync(bench, new ConformanceSettings { Readings = 3, Moves = true, Returns = 2, StopMoveMm = 10 });
        Assert.True(report.Passed, string.Join('\n', report.Items));
        Assert.Equal(ConformanceOutcome.Passed, Item(report, "on its way").Outcome);
        Assert.Equal(0, bench.Twin.Microscope.Stage.True.XMm, 0.002);
        Assert.False(bench.Microscope.IsStopped);
        Assert.Null(bench.Microscope.Lease);
        Assert.Contains(report.Timings, timing => timing is { Question: "stage position", Count: 3, P50Ms: > 0 } && timing.P95Ms >= timing.P50Ms);
    }

    [Fact]
    public async Task Run_WithoutMotion_MovesNothing()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        ConformanceReport report = await RunAsync(bench, new ConformanceSettings { Readings = 1 });
        Assert.True(report.Passed);
        Assert.All(report.Items.Where(item => item.Group is "motion" or "stop"), item => Assert.Equal(ConformanceOutcome.Skipped, item.Outcome));
    }

    [Fact]
    public async Task Run_StageThatRefusesSilently_FailsWithTheNamedFault()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        bench.Twin.Microscope.Stage.RefuseNextMove();
        ConformanceReport report = await RunAsync(bench, new ConformanceSettings { Readings = 1, Moves = true });
        Assert.False(report.Passed);
        Assert.Contains(nameof(Fault.StageDidNotArrive), Item(report, "x").Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Items, item => item is { Group: "motion", Name: "y" });
    }

    [Fact]
    public async Task Run_InstrumentThatLeaves_FailsWithoutThrowing()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.Twin.DisposeAsync();
        ConformanceReport report = await RunAsync(bench, new ConformanceSettings { Readings = 2, Moves = true });
        Assert.Equal(ConformanceOutcome.Failed, Item(report, "stage position").Outcome);
    }

    [Fact]
    public void Of_KnownTimes_GivesTheRankedPercentiles()
    {
        QuestionTiming timing = QuestionTiming.Of("q", [.. Enumerable.Range(1, 20).Reverse().Select(ms => TimeSpan.FromMilliseconds(ms))]);
        Assert.Equal(new QuestionTiming("q", 20, 10, 19, 20), timing);
        Assert.Equal(new QuestionTiming("q", 1, 5, 5, 5), QuestionTiming.Of("q", [TimeSpan.FromMilliseconds(5)]));
    }

    private static Task<ConformanceReport> RunAsync(TwinBench bench, ConformanceSettings settings) => new ConformanceRun(bench.Microscope, settings, PatientTime.Instance).RunAsync(null, Token);

    private static ConformanceItem Item(ConformanceReport report, string name) => Assert.Single(report.Items, item => item.Name == name);
}
