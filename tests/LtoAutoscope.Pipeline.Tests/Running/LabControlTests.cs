using System.Diagnostics;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Doses;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>Control by hand over the wire to a microscope in software.</summary>
public sealed class LabControlTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoOperators_TakeAskRefuseGrantForce_OneAtATime()
    {
        await using LabBench bench = await ReadyAsync();
        Lab lab = bench.Lab;

        Assert.True((await lab.TakeControlAsync(false, "anna", Token)).IsHeldBy("anna"));
        Assert.Equal("anna", lab.Current.Instrument.ControlledBy);
        InputException refused = await Assert.ThrowsAsync<InputException>(() => lab.TakeControlAsync(false, "ben", Token));
        Assert.Contains("anna has control", refused.What, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => lab.JogStageAsync(new StageTarget(XMm: 0.1), "ben", Token));
        await Assert.ThrowsAsync<InputException>(() => lab.ReleaseControlAsync("ben"));

        Assert.Equal("ben", lab.AskForControl("tilt series", "ben").Request!.By);
        Assert.Equal("tilt series", lab.Current.Control.Request!.Reason);
        Assert.Contains("ben asked first", Assert.Throws<InputException>(() => lab.AskForControl("", "cleo")).What, StringComparison.Ordinal);
        ControlView after = await lab.AnswerRequestAsync(false, "anna");
        Assert.Null(after.Request);
        Assert.Equal("ben", after.Refused!.To);
        Assert.True(after.IsHeldBy("anna"));

        await lab.SetBeamAsync(true, 5, "anna", Token);
        Assert.False((await lab.SetBlankAsync(false, "anna", Token)).Blanked);
        lab.AskForControl("", "ben");
        Assert.True((await lab.AnswerRequestAsync(true, "anna")).IsHeldBy("ben"));
        Assert.True(await bench.Instrument!.Column.ReadBlankAsync(Token)); // the next one gets it blanked
        await Assert.ThrowsAsync<InputException>(() => lab.SetBlankAsync(false, "anna", Token));

        await Assert.ThrowsAsync<InputException>(() => lab.ForceControlAsync(" ", "mia"));
        ControlView forced = await lab.ForceControlAsync("the night begins", "mia");
        Assert.True(forced.IsHeldBy("mia"));
        Assert.Equal((ControlEnding.Forced, "ben", "the night begins"), (forced.LastEnd!.How, forced.LastEnd.Holder, forced.LastEnd.Reason));

        ControlView free = await lab.ReleaseControlAsync("mia");
        Assert.Equal(ControlKind.Free, free.Kind);
        Assert.True(free.LastEnd!.Safe!.BlankConfirmed);
        Assert.True(free.LastEnd.Safe.HaltConfirmed);
    }

    [Fact]
    public async Task Request_WithoutAnswer_GoesOverAndIsTold()
    {
        await using LabBench bench = await ReadyAsync(new ControlSettings { AnswerTime = TimeSpan.FromMilliseconds(300) });
        List<ControlEvent> told = [];
        bench.Lab.ControlChanged += told.Add;
        await bench.Lab.TakeControlAsync(false, "anna", Token);
        bench.Lab.AskForControl("", "ben");
        await UntilAsync(() => bench.Lab.Control.IsHeldBy("ben"), "the handover");
        await UntilAsync(() => told.Count > 0, "the trail");
        Assert.Equal(("control.unanswered", "anna", "ben"), (told[0].Action, told[0].From, told[0].To));
    }

    [Fact]
    public async Task Lapse_BeamOpenAndStageAway_IsBlankedAndParked()
    {
        await using LabBench bench = await ReadyAsync(new ControlSettings { LeaseTime = TimeSpan.FromSeconds(1.5) });
        Lab lab = bench.Lab;
        await lab.TakeControlAsync(false, "anna", Token);
        await lab.SetBeamAsync(true, 5, "anna", Token);
        Assert.False((await lab.SetBlankAsync(false, "anna", Token)).Blanked);
        Assert.Equal(12, (await lab.MoveStageAsync(StageTarget.Planar(12, 9), "anna", Token)).XMm, 2);
        await UntilAsync(() => lab.Control.Kind == ControlKind.Free, "the end of control");

        ControlEnd end = lab.Control.LastEnd!;
        Assert.Equal(("anna", ControlEnding.RanOut), (end.Holder, end.How));
        Assert.Empty(end.Safe!.Faults);
        Assert.True(await bench.Instrument!.Column.ReadBlankAsync(Token));
        StagePosition parked = await bench.Instrument.Stage.ReadPositionAsync(Token);
        Assert.Equal(0, parked.XMm, 2);
        Assert.Equal(0, parked.YMm, 2);
        await Assert.ThrowsAsync<InputException>(() => lab.JogStageAsync(new StageTarget(XMm: 0.1), "anna", Token));
    }

    [Fact]
    public async Task Jog_BeyondTheLimits_IsRefusedByTheInterlockAndMovesNothing()
    {
        await using LabBench bench = await ReadyAsync();
        Lab lab = bench.Lab;
        await lab.TakeControlAsync(false, "anna", Token);
        StagePosition before = await bench.Instrument!.Stage.ReadPositionAsync(Token);
        InstrumentFaultException refused = await Assert.ThrowsAsync<InstrumentFaultException>(() => lab.JogStageAsync(new StageTarget(XMm: 60), "anna", Token));
        Assert.Equal(Fault.InterlockRefused, refused.Fault);
        Assert.Contains("stage x", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await bench.Instrument.Stage.ReadPositionAsync(Token));
        await Assert.ThrowsAsync<InputException>(() => lab.MoveStageAsync(default, "anna", Token));
        Assert.Equal(before.XMm - 0.25, (await lab.JogStageAsync(new StageTarget(XMm: -0.25), "anna", Token)).XMm, 2);
    }

    [Fact]
    public async Task Stop_ByAnybody_HoldsTheHolderUntilItIsCleared()
    {
        await using LabBench bench = await ReadyAsync();
        Lab lab = bench.Lab;
        await lab.TakeControlAsync(false, "anna", Token);
        StopReport report = await lab.StopAsync("viewer", Token);
        Assert.True(report.BlankConfirmed);
        InstrumentFaultException held = await Assert.ThrowsAsync<InstrumentFaultException>(() => lab.JogStageAsync(new StageTarget(XMm: 0.1), "anna", Token));
        Assert.Equal(Fault.StoppedByOperator, held.Fault);
        Assert.True(lab.Control.IsStopped);
        await Assert.ThrowsAsync<InputException>(() => lab.ParkAsync("ben", Token)); // nothing moves under anna's hands
        Assert.False((await lab.ClearStopAsync("anna")).IsStopped);
        await lab.JogStageAsync(new StageTarget(XMm: 0.1), "anna", Token);
        Assert.Equal(LabState.Paused, lab.Current.State); // the queue stays held
    }

    [Fact]
    public async Task Restart_WhileSomebodyHasControl_DropsItAndParks()
    {
        await using LabBench bench = await ReadyAsync();
        List<ControlEvent> told = [];
        bench.Lab.ControlChanged += told.Add;
        await bench.Lab.TakeControlAsync(false, "anna", Token);
        await bench.Lab.SetBeamAsync(true, 5, "anna", Token);
        await bench.Lab.SetBlankAsync(false, "anna", Token);
        await bench.Lab.MoveStageAsync(StageTarget.Planar(12, 9), "anna", Token);
        await bench.StopLabAsync();
        Assert.Equal(("control.daemon_ended", "anna"), (Assert.Single(told).Action, told[0].From));

        await bench.StartLabAsync();
        await bench.UntilAsync(state => state.Instrument is { IsConnected: true, ReadAt: not null }, "the instrument");
        Assert.Equal(ControlKind.Free, bench.Lab.Control.Kind);
        Assert.True(await bench.Instrument!.Column.ReadBlankAsync(Token));
        Assert.Equal(0, (await bench.Instrument.Stage.ReadPositionAsync(Token)).XMm, 2);
    }

    [Fact]
    public async Task Queue_WhileSomebodyHasControl_WaitsAndSaysForWhom()
    {
        await using LabBench bench = await ReadyAsync();
        Lab lab = bench.Lab;
        await lab.TakeControlAsync(false, "anna", Token);
        JobView job = await bench.EnqueueAsync();
        await bench.UntilAsync(state => state.StateDetail.Contains("waiting for anna", StringComparison.Ordinal), "the queue to say for whom it waits");
        Assert.Equal(RunState.Queued, bench.Job(job.JobId).State);

        await lab.ReleaseControlAsync("anna");
        await bench.UntilAsync(state => state.Running?.Frames.Count > 0, "the first frame");
        InputException busy = await Assert.ThrowsAsync<InputException>(() => lab.TakeControlAsync(false, "anna", Token));
        Assert.Contains("the queue works on sample 'powder'", busy.What, StringComparison.Ordinal);
        ControlView waits = await lab.TakeControlAsync(true, "anna", Token);
        Assert.Equal("anna", waits.WaitsForQueue ?? waits.Holder);
        await UntilAsync(() => lab.Control.IsHeldBy("anna"), "control after the frame");
        Assert.Equal(RunState.Stopped, bench.Job(job.JobId).State);
        Assert.Contains("held by anna", lab.Current.StateDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frame_OnALoadedSample_HasItsScaleAndBooksItsDose()
    {
        await using LabBench bench = await ReadyAsync();
        Lab lab = bench.Lab;
        await lab.RegisterSampleAsync(LabBench.Request().Sample!, Token);
        await lab.LoadSampleAsync("powder", "A", true, "anna", Token);
        await lab.TakeControlAsync(false, "anna", Token);
        await lab.SetBeamAsync(true, 5, "anna", Token);
        await lab.SetOpticsAsync(new OpticsChange { FieldWidthUm = 2 }, "anna", Token);
        ManualFrame frame = await lab.TakeFrameAsync(new ScanRequest(256, 192, 8, 0.5), "anna", null, Token);
        Assert.Equal((256, 192), (frame.Image.Width, frame.Image.Height));
        Assert.Equal(2000.0 / 256, frame.Metadata.PixelSizeNm!.Value, 2);
        Assert.Equal("powder", frame.BookedFor);
        Assert.Same(frame, lab.ManualFrames[0]);
        Assert.True((await bench.Instrument!.Column.ReadBlankAsync(Token)) is true); // it was blanked before
        using var data = Storage.Data.DataFolder.OpenReadOnly(bench.DataPath);
        Assert.Equal(frame.Metadata.FrameId, Assert.Single(await DoseLedger.ReadAsync(data, "powder", Token)).What);
    }

    private static async Task<LabBench> ReadyAsync(ControlSettings? control = null)
    {
        LabBench bench = await LabBench.StartAsync(control: control);
        await bench.UntilAsync(state => state.Instrument is { IsConnected: true, ReadAt: not null }, "the instrument");
        return bench;
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (long begun = Stopwatch.GetTimestamp(); !condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"Waited in vain for {what}.");
            await Task.Delay(10, Token);
        }
    }
}
