using CsCheck;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Tests.Timing;

public sealed class RunTimelineTests
{
    private static readonly string[] Words =
    [
        RunEventKind.RunResumed, RunEventKind.MoveIntended, RunEventKind.MoveDone, RunEventKind.FocusIntended, RunEventKind.FocusDone, RunEventKind.ExposureIntended, RunEventKind.Stigmated,
        RunEventKind.DriftMeasured, RunEventKind.Calibrated, RunEventKind.IncidentBegun, RunEventKind.IncidentEnded, RunEventKind.Suspended, RunEventKind.SuspensionEnded, RunEventKind.FrameSaved, RunEventKind.FrameAccepted,
        RunEventKind.FrameRejected, RunEventKind.AcquisitionDone, RunEventKind.Parked, RunEventKind.MorphologyDone, RunEventKind.Fault, RunEventKind.Decision, RunEventKind.RunStopped, "a word of a later version",
    ];

    [Fact]
    public void Of_AnyJournal_SharesOutTheWholeWallTime()
        => Gen.Select(Gen.Int[0, Words.Length - 1], Gen.Double[-2, 30], Gen.Int[1, 4]).Array[1, 60].Sample(lines =>
        {
            var journal = new Journal().Line(0, RunEventKind.RunStarted);
            foreach ((int word, double after, int frame) in lines) journal.Line(after, Words[word], Journal.Id($"a01-f{frame:0000}"));
            RunTimeline timeline = RunTimeline.Of(journal.Lines);
            double parts = timeline.Spans.Where(entry => entry.Key != TimedOperation.Analysis).Sum(entry => entry.Value.Sum());
            return Math.Abs(parts - timeline.WallS) < 1e-6 * (1 + timeline.WallS) && timeline.Spans.Values.All(spans => spans.TrueForAll(span => span >= 0));
        }, iter: 2000);

    [Fact]
    public void Of_PlainRun_GivesEachOperationItsTime()
    {
        Journal journal = new Journal().Line(0, RunEventKind.RunStarted).Line(4, RunEventKind.AreasPlanned)
            .Tile("a01-f0001", 1, 3, 2.5, 40, focusS: 9).Tile("a01-f0002", 1.004, 0.5, 2.5, 40, overheadS: 0.25).Tile("a02-f0003", 2.004, 1, 2.5, 40, overheadS: 0.25).End();
        RunTimeline timeline = RunTimeline.Of(journal.Lines);
        Assert.Equal(4, timeline.Seconds(TimedOperation.Startup), 6);
        Assert.Equal(3, timeline.Seconds(TimedOperation.Approach), 6);
        Assert.Equal(1.5, timeline.Seconds(TimedOperation.Move), 6);
        Assert.Equal([0.004, 1], timeline.MovesMm.Select(mm => Math.Round(mm, 9)));
        Assert.Equal(9, timeline.Seconds(TimedOperation.Focus), 6);
        Assert.Equal(7.5, timeline.Seconds(TimedOperation.Exposure), 6);
        Assert.Equal(0.5, timeline.Seconds(TimedOperation.TileOverhead), 6);
        Assert.Equal(2, timeline.Seconds(TimedOperation.CellModel), 6);
        Assert.Equal(0, timeline.Seconds(TimedOperation.Interruption), 6);
    }

    [Fact]
    public void Of_FrameSavedWhileTheStageMoves_LeavesTheMoveWhole()
    {
        Journal journal = new Journal().Line(0, RunEventKind.RunStarted).Tile("a01-f0001", 1, 1, 2, 40).Line(0, RunEventKind.ExposureIntended, Journal.Id("a01-f0002"))
            .Line(3, RunEventKind.MoveIntended, Journal.Id("a01-f0003")).Line(0.25, RunEventKind.FrameSaved, Journal.Id("a01-f0002")).Line(0.75, RunEventKind.MoveDone, Journal.Id("a01-f0003")).End();
        RunTimeline timeline = RunTimeline.Of(journal.Lines);
        Assert.Equal(5, timeline.Seconds(TimedOperation.Exposure), 6);
        Assert.Equal(1, timeline.Seconds(TimedOperation.Move), 6);
    }

    [Fact]
    public void Of_SlowAnalysis_TellsItsOwnTimeAndTheWait()
    {
        Journal journal = new Journal().Line(0, RunEventKind.RunStarted);
        foreach (string frame in (string[])["a01-f0001", "a01-f0002"])
            journal.Line(0, RunEventKind.ExposureIntended, Journal.Id(frame)).Line(2, RunEventKind.FrameSaved, Journal.Id(frame)).Line(0.5, RunEventKind.Decision).Line(4, RunEventKind.FrameAccepted, Journal.Id(frame));
        RunTimeline timeline = RunTimeline.Of(journal.End().Lines);
        Assert.Equal([4.5, 4.5], timeline.Spans[TimedOperation.Analysis].Select(span => Math.Round(span, 9)));
        Assert.Equal(9, timeline.Seconds(TimedOperation.AnalysisWait), 6);
    }

    [Fact]
    public void Of_RunThatLayStill_CountsItAsInterruption()
    {
        Journal journal = new Journal().Line(0, RunEventKind.RunStarted).Tile("a01-f0001", 1, 1, 2, 40).Line(0.5, RunEventKind.RunStopped).Line(3600, RunEventKind.RunResumed).Line(5, RunEventKind.MoveIntended, Journal.Id("a01-f0002")).End();
        RunTimeline timeline = RunTimeline.Of(journal.Lines);
        Assert.Equal(3600, timeline.Seconds(TimedOperation.Interruption), 6);
        Assert.Equal(5, timeline.Seconds(TimedOperation.Startup), 6);
    }
}
