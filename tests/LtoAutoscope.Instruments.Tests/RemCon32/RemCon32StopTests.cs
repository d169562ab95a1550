using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers.RemCon32;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>The stop over the one line that there is.</summary>
public sealed class RemCon32StopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_DuringAMove_HaltsAndBlanks(bool terminal)
    {
        TwinMicroscope twin = RemCon32Bench.Twin(1);
        twin.Column.Blanker = 2;
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, terminal);
        Task<StagePosition> move = bench.Stage.MoveAsync(StageTarget.Planar(35, 0), Token);
        while (twin.Stage.True.XMm < 0.3) await PatientTime.DelayAsync(5, Token);
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.ToString());
        Assert.InRange(report.SentAfter, TimeSpan.Zero, bench.Driver.StopAbility.LongestWait + TimeSpan.FromSeconds(3));
        Assert.Equal(Fault.StoppedByOperator, (await RemCon32Bench.FaultOf(() => move)).Fault);
        Assert.Equal(1, twin.Column.Blanker);
        double halted = (await bench.Stage.ReadPositionAsync(Token)).XMm;
        Assert.InRange(halted, 0.3, 30);
        Assert.Equal(halted + 0.1, (await bench.Stage.MoveAsync(new StageTarget(XMm: halted + 0.1), Token)).XMm, 0.002);
    }

    /// <summary>It waits as long as is stated and goes out all the same; the old command's status comes first and is taken for nothing else.</summary>
    [Fact]
    public async Task Stop_WhileASlowCommandIsPending_GoesOutWithinItsBound()
    {
        TwinMicroscope twin = RemCon32Bench.Twin(1);
        twin.Column.Blanker = 2;
        var options = new RemCon32Options { Delays = new Dictionary<string, TimeSpan> { ["FOC?"] = TimeSpan.FromSeconds(30) } };
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, options: options, change: settings => settings with { StopReadBackTimeout = TimeSpan.FromSeconds(10) });
        Task<StagePosition> move = bench.Stage.MoveAsync(StageTarget.Planar(35, 0), Token);
        while (twin.Stage.True.XMm < 0.3) await PatientTime.DelayAsync(5, Token);
        Task<double> slow = bench.Column.ReadWorkingDistanceMmAsync(Token);
        while (!bench.Sent.Contains("FOC?")) await PatientTime.DelayAsync(5, Token);
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.ToString());
        // The stated bound, and what a busy machine may add.
        Assert.InRange(report.SentAfter, TimeSpan.Zero, bench.Driver.StopAbility.LongestWait + TimeSpan.FromSeconds(3));
        Assert.Contains("611", (await RemCon32Bench.FaultOf(() => slow)).Detail, StringComparison.Ordinal);
        Assert.Equal(Fault.StoppedByOperator, (await RemCon32Bench.FaultOf(() => move)).Fault);
        Assert.False(twin.Stage.IsBusy);
        Assert.Equal(100, await bench.Column.ReadFieldWidthUmAsync(Token), 0.01);
    }

    /// <summary>A SEM whose pending answer comes after ABO, and whose answers to the stop are in no order: the next answer is its own.</summary>
    [Theory]
    [InlineData(">\r\n@\r\n>\r\n", "@\r\n>\r\n")]
    [InlineData("*611\r\n@\r\n>\r\n", "@\r\n>\r\n")]
    [InlineData("@\r\n>\r\n>77\r\n", "@\r\n~60~>\r\n")]
    [InlineData("", "@\r\n>77\r\n@\r\n>\r\n~60~>\r\n")]
    public async Task Stop_WithStrayStatusLines_PoisonsNothing(string toAbort, string toBlank)
    {
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(new ScriptedSem(request => request switch
        {
            "ABO" => toAbort,
            "BBLK 1" => toBlank,
            _ => null,
        }));
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.ToString());
        Assert.Equal(10, await bench.Column.ReadWorkingDistanceMmAsync(Token));
    }

    /// <summary>A frame that is being stored keeps the line for long; a stop must not have to wait for it while the stage moves.</summary>
    [Fact]
    public async Task StoreFrame_WhileTheStageMoves_WaitsForItsRest()
    {
        int polls = 0;
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(new ScriptedSem(request => request == "C95?" && Interlocked.Increment(ref polls) is > 1 and < 20 ? "@\r\n>2 1 20 5 10 0 1.0\r\n"
            : request == "C95?" && polls >= 20 ? "@\r\n>2 1 20 5 10 0 0.0\r\n" : null));
        Task<StagePosition> move = bench.Stage.MoveAsync(StageTarget.Planar(2, 1), Token);
        while (polls < 5) await PatientTime.DelayAsync(5, Token);
        await bench.Driver.FrameTrigger!.TriggerAsync(new ScanRequest(1024, 768, 8, 0.01), Token);
        await move;
        IReadOnlyList<string> sent = bench.Sent;
        Assert.True(sent.Select((text, index) => (text, index)).Single(entry => entry.text == "FREC").index > sent.Select((text, index) => (text, index)).Where(entry => entry.text == "C95?").Skip(19).First().index);
    }

    [Fact]
    public async Task StoreFrame_OvertakenByAStop_GivesTheLineUpAtOnce()
    {
        TwinMicroscope twin = RemCon32Bench.Twin(1);
        twin.Column.Blanker = 2;
        var options = new RemCon32Options { Delays = new Dictionary<string, TimeSpan> { ["FREC"] = TimeSpan.FromSeconds(30) } };
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, options: options, change: settings => settings with { StopReadBackTimeout = TimeSpan.FromSeconds(10) });
        Task frame = bench.Driver.FrameTrigger!.TriggerAsync(new ScanRequest(1024, 768, 8, 0.01), Token);
        while (!bench.Sent.Contains("FREC")) await PatientTime.DelayAsync(5, Token);
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.ToString());
        Assert.Equal(Fault.StoppedByOperator, (await RemCon32Bench.FaultOf(() => frame)).Fault);
        // One that had not got so far is not sent any more.
        Task early = bench.Driver.FrameTrigger.TriggerAsync(new ScanRequest(1024, 768, 8, 60), Token);
        while (bench.Sent.Count(text => text == "NORM") < 2) await PatientTime.DelayAsync(5, Token);
        Assert.True((await bench.Driver.StopAsync(Token)).Sent);
        Assert.Equal(Fault.StoppedByOperator, (await RemCon32Bench.FaultOf(() => early)).Fault);
        Assert.Single(bench.Sent, "FREC");
    }

    [Fact]
    public async Task Unblank_OvertakenByAStop_StaysBlanked()
    {
        TwinMicroscope twin = RemCon32Bench.Twin(1);
        var options = new RemCon32Options { Delays = new Dictionary<string, TimeSpan> { ["BBL?"] = TimeSpan.FromMilliseconds(300) } };
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, options: options);
        Task unblank = bench.Column.SetBlankAsync(false, Token);
        while (twin.Column.Blanker == 1) await PatientTime.DelayAsync(5, Token);
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report.Sent, report.Detail);
        await RemCon32Bench.FaultOf(() => unblank);
        Assert.Equal(1, twin.Column.Blanker);
    }
}
