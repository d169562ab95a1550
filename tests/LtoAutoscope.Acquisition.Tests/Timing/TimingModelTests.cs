using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Tests.Timing;

public sealed class TimingModelTests
{
    [Fact]
    public void Reader_RunThatCameToNoEnd_TeachesNothing()
        => Assert.Null(RunTimingReader.Of(Journal.Record(), new Journal().Line(0, RunEventKind.RunStarted).Tile("a01-f0001", 1, 1, 2, 40).Lines));

    [Fact]
    public void Reader_GoalCheckedLine_TellsWhatPrecisionCosts()
    {
        Journal journal = new Journal().Line(0, RunEventKind.RunStarted).Tile("a01-f0001", 1, 1, 2, 400).Line(0, RunEventKind.GoalChecked, new System.Text.Json.Nodes.JsonObject
        {
            ["particles"] = 400, ["median_nm"] = 100.0, ["median_low_nm"] = 96.0, ["median_high_nm"] = 104.0, ["aspect_ratio"] = 1.5, ["aspect_low"] = 1.49, ["aspect_high"] = 1.51,
        }).End();
        Assert.Equal(16 * 400, RunTimingReader.Of(Journal.Record(), journal.Lines)!.PrecisionCost, 6);
    }

    [Fact]
    public void Coverage_AndParticlesPerTile_AreEachOthersInverse()
        => Assert.Equal(44, RunTimingReader.ParticlesPerTile(RunTimingReader.Coverage(44, Journal.Recipe.Exposure, 70), Journal.Recipe.Exposure, 70), 9);

    [Fact]
    public void For_OtherInstrument_LearnsNothingOfItsTimes()
    {
        var model = new TimingModel([NightForecasterTests.Run(1, 1), NightForecasterTests.Run(2, 1)]);
        Assert.True(model.For(new TimingContext("bench", Journal.Recipe, "lto")).Runs > 1.5);
        Assert.Equal(0, model.For(new TimingContext("another", Journal.Recipe, "lto")).Runs);
    }

    [Fact]
    public void For_MachineThatBecameSlower_FollowsTheNewerRuns()
    {
        var model = new TimingModel([.. Enumerable.Range(0, 10).Select(i => NightForecasterTests.Run(i, 1)), .. Enumerable.Range(10, 18).Select(i => NightForecasterTests.Run(i, 2))]);
        LearnedQuantity exposure = model.For(new TimingContext("bench", Journal.Recipe, "lto")).TimeRatio(TimedOperation.Exposure);
        double slow = 8 / ReferencePace.ExposureS(Journal.Recipe.Exposure);
        Assert.InRange(exposure.Quantile(0.5), 0.75 * slow, slow);
    }

    [Fact]
    public void Constructor_SameRunTwice_CountsOnce()
        => Assert.Single(new TimingModel([NightForecasterTests.Run(1, 1), NightForecasterTests.Run(1, 1)]).Runs);
}
