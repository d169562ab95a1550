using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Tests.Live;

public sealed class RunStoryTests
{
    [Fact]
    public void Of_EmptyJournal_IsARunThatPrepares()
    {
        RunStory story = Tell(new Lines());
        Assert.Equal(RunState.Running, story.State);
        Assert.Equal(RunStep.Preparing, story.Step);
        Assert.Empty(story.Frames);
        Assert.Empty(story.Decisions);
    }

    [Fact]
    public void Apply_SavedFrame_IsPendingUntilItCounts()
    {
        Lines lines = new Lines().Expose("a01-f0001").Save("a01-f0001");
        FrameView pending = Assert.Single(Tell(lines).Frames);
        Assert.Equal(FrameVerdict.Pending, pending.Verdict);
        Assert.Null(pending.WholeCount);

        FrameView frame = Assert.Single(Tell(lines.Accept("a01-f0001", 31, 40)).Frames);
        Assert.Equal(FrameVerdict.Accepted, frame.Verdict);
        Assert.Equal((31, 9), (frame.WholeCount, frame.BorderCount));
        Assert.Equal("hash of a01-f0001", frame.Sha256);
        Assert.Contains("31 whole particles, 9 at the border", frame.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_FrameTakenAgain_IsRedoneAndListedOnce()
    {
        RunStory story = Tell(new Lines().Expose("a").Reject("a", final: false).Expose("a").Save("a").Accept("a", 3, 4).Expose("b").Save("b").Accept("b", 1, 1));
        Assert.Equal([FrameVerdict.Redone, FrameVerdict.Accepted], story.Frames.Select(frame => frame.Verdict));
        Assert.Equal(3, story.Exposures);
        Assert.Contains(story.Decisions, decision => decision is { Level: "redo", Title: "Frame a taken again", Reason: "It shows nothing." });
    }

    [Fact]
    public void Apply_FrameGivenUp_IsSkippedEvenIfItWasNeverSaved()
    {
        FrameView frame = Assert.Single(Tell(new Lines().Expose("a").Reject("a", final: true)).Frames);
        Assert.Equal(FrameVerdict.Skipped, frame.Verdict);
        Assert.Null(frame.Metadata.PixelSizeNm);
        Assert.Equal("It shows nothing.", frame.Reason);
    }

    [Fact]
    public void Apply_FlaggedFrame_IsShownAndLeftOutOnlyWhenTheLineSaysSo()
    {
        var flags = new JsonArray("The frame is odd");
        FrameView counted = Assert.Single(Tell(new Lines().Expose("a").Save("a")
            .Add(RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = "a", ["whole_count"] = 3, ["particle_count"] = 4, ["flags"] = flags.DeepClone() })).Frames);
        FrameView kept = Assert.Single(Tell(new Lines().Expose("a").Save("a").Add(RunEventKind.FrameRejected, new JsonObject
        {
            ["frame_id"] = "a", ["final"] = true, ["quarantined"] = true, ["whole_count"] = 3, ["particle_count"] = 4, ["flags"] = flags.DeepClone(), ["reason"] = "Flagged.",
        })).Frames);

        Assert.Equal((FrameVerdict.Accepted, FrameVerdict.Quarantined), (counted.Verdict, kept.Verdict));
        Assert.EndsWith("Flagged: The frame is odd.", counted.Reason, StringComparison.Ordinal);
        Assert.Equal((3, 1, "hash of a"), (kept.WholeCount, kept.BorderCount, kept.Sha256));
        Assert.Equal(["The frame is odd"], kept.Flags);
    }

    [Fact]
    public void Apply_AcceptanceOfAnUnknownFrame_ChangesNothing() => Assert.Empty(Tell(new Lines().Accept("ghost", 3, 3)).Frames);

    [Fact]
    public void Apply_UnknownWord_ChangesNothing() => Assert.Empty(Tell(new Lines().Add("a_word_of_a_later_version")).Decisions);

    [Fact]
    public void Apply_StopAndResume_RunsAgainWithoutAnEnd()
    {
        Lines lines = new Lines().Add(RunEventKind.RunStarted).Add(RunEventKind.RunStopped, new JsonObject { ["by"] = "mia", ["reason"] = "STOP" });
        RunStory stopped = Tell(lines);
        Assert.Equal(RunState.Stopped, stopped.State);
        Assert.Equal(Lines.Evening.AddSeconds(2), stopped.EndedAt);
        Assert.Equal("Stopped by mia", stopped.Decisions[^1].Title);

        RunStory resumed = Tell(lines.Add(RunEventKind.RunResumed, new JsonObject { ["reason"] = "on" }));
        Assert.Equal(RunState.Running, resumed.State);
        Assert.Null(resumed.EndedAt);
    }

    [Theory]
    [InlineData(RunEventKind.AreasPlanned, RunStep.Acquiring, RunState.Running)]
    [InlineData(RunEventKind.AcquisitionDone, RunStep.Measuring, RunState.Running)]
    [InlineData(RunEventKind.MorphologyDone, RunStep.CellModel, RunState.Running)]
    [InlineData(RunEventKind.CellModelDone, RunStep.Predicting, RunState.Running)]
    [InlineData(RunEventKind.PredictionDone, RunStep.Reporting, RunState.Running)]
    [InlineData(RunEventKind.RunCompleted, RunStep.Done, RunState.Completed)]
    [InlineData(RunEventKind.RunFailed, RunStep.Preparing, RunState.Failed)]
    public void Apply_EachStep_MovesOnAndIsToldWithoutFiguresToo(string kind, RunStep step, RunState state)
    {
        RunStory story = Tell(new Lines().Add(kind));
        Assert.Equal((step, state), (story.Step, story.State));
        Assert.DoesNotContain("NaN", Assert.Single(story.Decisions).Reason.Replace("within NaN", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_Fault_IsToldInWordsOfTheCatalogue()
    {
        DecisionView decision = Assert.Single(Tell(new Lines().Add(RunEventKind.Fault, new JsonObject { ["fault"] = "link_lost", ["detail"] = "reset", ["action"] = "attempt 2 of 3 follows" })).Decisions);
        Assert.Equal(("fault", "The connection to the instrument was lost", "reset; attempt 2 of 3 follows."), (decision.Level, decision.Title, decision.Reason));
    }

    private static RunStory Tell(Lines lines) => RunStory.Of(Lines.Record, lines.All);
}
