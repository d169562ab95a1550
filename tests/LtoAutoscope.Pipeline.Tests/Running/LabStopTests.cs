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
}
