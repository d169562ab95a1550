using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>Stop, park and lease as the laboratory handles them, against a twin on the real wire.</summary>
public sealed class LabStopTests
{
    private const int AlwaysBlank = 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whoever listens to the laboratory hangs, and with it every run, poll and page that tells it something; the stop is on the wire all the same.</summary>
    [Fact]
    public async Task StopAsync_EverythingAboutItHangs_BlanksTheBeam()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.UntilAsync(lab => lab.State == LabState.Ready, "a connection");
        await bench.Instrument!.Column.SetBlankAsync(false, Token);
        Assert.NotEqual(AlwaysBlank, bench.Twin!.Microscope.Column.Blanker);

        using var wedge = new ManualResetEventSlim();
        using var hung = new SemaphoreSlim(0);
        void Hang()
        {
            hung.Release();
            wedge.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
        }

        bench.Lab.Changed += Hang;
        Assert.True(await hung.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Task<StopReport> stopping = Task.Run(() => bench.Lab.StopAsync("tester", Token), Token);
        try
        {
            for (int tries = 0; bench.Twin.Microscope.Column.Blanker != AlwaysBlank; tries++)
            {
                Assert.True(tries < 3000, "The stop did not get past what hangs.");
                await Task.Delay(5, Token);
            }

            Assert.False(stopping.IsCompleted);
        }
        finally
        {
            bench.Lab.Changed -= Hang;
            wedge.Set();
        }

        Assert.True((await stopping).BlankConfirmed);
    }

    [Fact]
    public async Task StopAsync_ConnectionIsLostAndMadeAnew_StaysHeldAndNothingMoves()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.UntilAsync(lab => lab.State == LabState.Ready, "a connection");
        await bench.Lab.StopAsync("tester", Token);
        InterlockedMicroscope first = bench.Instrument!;
        await bench.StopTwinAsync();
        await bench.UntilAsync(lab => !lab.Instrument.IsConnected, "the loss");
        await bench.StartTwinAsync();
        await bench.UntilAsync(lab => lab.Instrument.IsConnected, "a new connection");
        Assert.NotSame(first, bench.Instrument);
        Assert.True(bench.Instrument!.IsStopped);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Instrument.Column.SetBlankAsync(false, Token))).Fault);

        await bench.Lab.ResumeAsync("tester", Token);
        await bench.Instrument.Column.SetBlankAsync(false, Token);
    }

    [Fact]
    public async Task RunNextAsync_OperatorHoldsTheInstrument_WaitsAndNamesThem()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.UntilAsync(lab => lab.State == LabState.Ready, "a connection");
        string jobId;
        using (InstrumentLease lease = bench.Instrument!.Acquire("Mia at the joystick"))
        {
            await lease.Microscope.Column.SetBlankAsync(false, Token);
            jobId = (await bench.EnqueueAsync()).JobId;
            await bench.UntilAsync(lab => lab.StateDetail.Contains("waiting for Mia at the joystick", StringComparison.Ordinal), "the reason");
            Assert.Equal(RunState.Queued, bench.Job(jobId).State);
            Assert.NotEqual(AlwaysBlank, bench.Twin!.Microscope.Column.Blanker);
        }

        await bench.JobAsync(jobId, job => job.State == RunState.Running);
    }

    [Fact]
    public async Task Park_BlankIsNotReadBack_HoldsEverythingLoudlyAndGoesOnWhenItIs()
    {
        var eyes = new UnsureMicroscope.Eyes { Blank = null };
        await using LabBench bench = await LabBench.StartAsync(wrap: inner => UnsureMicroscope.Around(inner, eyes));
        await bench.UntilAsync(lab => lab.State == LabState.Faulted && lab.StateDetail.Contains("The beam may not be blanked", StringComparison.Ordinal), "the fault at the start");
        Assert.True(bench.Lab.Current.Instrument.IsConnected);
        string jobId = (await bench.EnqueueAsync()).JobId;
        Assert.False(await bench.Lab.RunNextAsync(Token));
        eyes.Blank = true;
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");

        eyes.Blank = false;
        JobView held = await bench.JobAsync(jobId, job => job.State is RunState.Stopped or RunState.Completed or RunState.Failed);
        Assert.True(held.State == RunState.Stopped, held.Reason);
        Assert.Contains("The beam may not be blanked", held.Reason, StringComparison.Ordinal);
        await bench.UntilAsync(lab => lab.State == LabState.Faulted && lab.Running is null, "the fault after the acquisition");
        RunDetail detail = (await bench.Lab.ReadRunAsync(held.RunId!, Token))!;
        Assert.Contains(detail.Decisions, decision => decision is { Level: "fault", Title: "Parked, not confirmed" });
        Assert.Contains(detail.Decisions, decision => decision is { Level: "fault", Title: "The beam may not be blanked" });

        eyes.Blank = true;
        await bench.Lab.ResumeAsync("tester", Token);
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
    }
}
