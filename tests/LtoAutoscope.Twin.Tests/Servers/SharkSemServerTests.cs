using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.SharkSem;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Twin.Tests.Servers;

public sealed class SharkSemServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_GoldenBytes_AreUnderstood()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);

        // The vendor's client counts the padding in a string: StgMoveTo(3.5, -1.25), then GetWD with waits A and B.
        await client.SendAsync(Convert.FromHexString("5374674d6f7665546f000000000000001400000000000000000000000000000004000000332e3500080000002d312e3235000000"));
        await client.SendAsync(Convert.FromHexString("4765745744000000000000000000000000000000000000000003000000000000"));
        Assert.Equal(10, (await client.ReceiveAsync()).Body.Float());
        Assert.Equal(3.5, twin.Microscope.Stage.True.XMm, 0.001);
        Assert.Equal(-1.25, twin.Microscope.Stage.True.YMm, 0.001);

        // A region that is none gives -1.
        await client.SendAsync(Convert.FromHexString("53635363616e58590000000000000000200000000000000000000000000000000000000010000000100000000900000009000000030000000300000001000000"));
        Assert.Equal("53635363616E5859000000000000000004000000000000000000000000000000FFFFFFFF", Convert.ToHexString((await client.ReceiveAsync()).Bytes));
    }

    [Fact]
    public async Task Ask_UnknownFunctionOrBadArguments_GetsNothingAndTheNextIsAnswered()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("NoSuchFunction");
        await client.SendAsync("StgGetLimits");
        await client.SendAsync("SetWD", new SharkSemBodyWriter().String("wide"));
        await client.SendAsync("GetIAbsorbed", new SharkSemBodyWriter().Int(1));
        await client.SendAsync("SetWD", new SharkSemBodyWriter().Float(12));
        Assert.Equal(12, (await client.AskAsync("GetWD")).Float());
    }

    [Fact]
    public async Task Ask_VoidFunctionWithReplyFlag_IsAnsweredWithAnEmptyBody()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        Assert.True((await client.AskAsync("StgStop", null, SharkSemFlags.AlwaysReply)).AtEnd);
    }

    [Fact]
    public async Task Set_OutOfRange_IsSilentlyLimited()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("SetViewField", new SharkSemBodyWriter().Float(1000));
        Assert.Equal(20, (await client.AskAsync("GetViewField")).Float());
    }

    [Fact]
    public async Task Jump_BehindABlockedCommand_IsDoneAtOnce()
    {
        await using TwinHost twin = await StartAsync(1);
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("StgMoveTo", new SharkSemBodyWriter().Float(40));
        Assert.Equal(1, (await client.AskAsync("StgIsBusy")).Int());
        await client.SendAsync("GetWD", null, 5, SharkSemFlags.WaitStage);
        await client.SendAsync("StgStop", null, 6, SharkSemFlags.Jump | SharkSemFlags.AlwaysReply);
        Assert.Equal("StgStop", (await client.ReceiveAsync()).Header.Function);
        Assert.Equal("GetWD", (await client.ReceiveAsync()).Header.Function);
        Assert.True(twin.Microscope.Stage.True.XMm < 30);
    }

    [Fact]
    public async Task Watchdog_ClientGone_StopsTheStageOnTheWallClock()
    {
        await using TwinHost twin = await StartAsync(1);
        using (RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port))
        {
            await client.SendAsync("StgWatchdog", new SharkSemBodyWriter().Float(0.5));
            await client.SendAsync("StgMoveTo", new SharkSemBodyWriter().Float(45));
            Assert.Equal(1, (await client.AskAsync("StgIsBusy")).Int());
        }

        await Until(() => !twin.Microscope.Stage.IsBusy);
        Assert.True(twin.Microscope.Stage.True.XMm < 40);
    }

    [Fact]
    public async Task Move_ClientGoneWithoutWatchdog_GoesOn()
    {
        await using TwinHost twin = await StartAsync(20);
        using (RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port))
        {
            await client.SendAsync("StgMoveTo", new SharkSemBodyWriter().Float(45));
            await client.AskAsync("StgIsBusy");
        }

        await Until(() => !twin.Microscope.Stage.IsBusy);
        Assert.Equal(45, twin.Microscope.Stage.True.XMm, 0.001);
    }

    [Fact]
    public async Task HighVoltage_OlderWayOfAsking_BlocksTheSession()
    {
        await using TwinHost twin = await StartAsync(10);
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("HVSetVoltage", new SharkSemBodyWriter().Float(20000));
        Assert.Equal(20000, (await client.AskAsync("HVGetVoltage")).Float());
        await client.SendAsync("HVSetVoltage", new SharkSemBodyWriter().Float(5000).Int(1));
        Assert.NotEqual(5000, (await client.AskAsync("HVGetVoltage")).Float());
    }

    [Fact]
    public async Task Values_OfTheChamber_AreThere()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        Assert.Equal(0, (await client.AskAsync("VacGetStatus")).Int());
        Assert.InRange((await client.AskAsync("VacGetPressure", new SharkSemBodyWriter().Int(0))).Float(), 1e-6, 1e-1);
        Assert.Equal(0, (await client.AskAsync("GetUPSStatus")).Int());
        Assert.Equal(100, (await client.AskAsync("GetBeamCurrent")).Float(), 1e-6);
        Assert.Contains("det.0.name=SE", (await client.AskAsync("DtEnumDetectors")).String(), StringComparison.Ordinal);
        Assert.Contains("speed.1.dwell=", (await client.AskAsync("ScEnumSpeeds")).String(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_IsRefusedWithTheRemedy()
    {
        await using TwinHost twin = await StartAsync();
        InputException refused = await Assert.ThrowsAsync<InputException>(() => TwinHost.StartAsync(
            new TwinOptions { SharkSemPort = twin.SharkSem.Port }, new FlatWorld(), TimeProvider.System, NullLoggerFactory.Instance, Token));
        Assert.Contains(twin.SharkSem.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), refused.Where, StringComparison.Ordinal);
        Assert.Contains("another port", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_UnknownKey_IsRefusedAndKnownOnesAreRead()
    {
        Assert.Contains("time_factor", Assert.Throws<InputException>(() => TwinOptions.Parse("time_facter: 3", "t.yaml")).Remedy, StringComparison.Ordinal);
        TwinOptions options = TwinOptions.Parse("time_factor: 30\nseed: 9\nstage:\n  x: {range: [-5, 5], speed: 8}\ncolumn: {beam_on: true}", "t.yaml");
        Assert.Equal((30, 9ul, 5, 8, true), (options.TimeFactor, options.Seed, options.Stage.X.High, options.Stage.X.Speed, options.Column.BeamOn));
    }

    private static Task<TwinHost> StartAsync(double factor = 50)
        => TwinHost.StartAsync(new TwinOptions { TimeFactor = factor }, new FlatWorld(), TimeProvider.System, NullLoggerFactory.Instance, Token);

    private static async Task Until(Func<bool> condition)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
            await Task.Delay(10, Token);
        }
    }
}
