using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Prior;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Prior;

/// <summary>The Prior driver over a real pseudo-terminal against the twin's controller.</summary>
public sealed class PriorStageTests
{
    private static readonly StageLimits Limits = new(new(-40, 40), new(-40, 40), new(1, 39), default, default);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Move_OverAPseudoTerminal_ArrivesWithinTolerance()
    {
        await using TwinHost twin = await StartAsync(20);
        await using PriorStage stage = await ConnectAsync(twin);
        StagePosition reached = await stage.MoveAsync(new StageTarget(1.2345, -0.2502, 21), Token);
        Assert.Equal(1.2345, reached.XMm, 0.001);
        Assert.Equal(-0.2502, twin.Microscope.Stage.True.YMm, 0.001);
        Assert.Equal(21, twin.Microscope.Stage.True.ZMm, 0.001);
        Assert.Equal(StageMotion.Idle, await stage.ReadMotionAsync(Token));
    }

    [Fact]
    public async Task Move_OutOfRange_IsRejectedWithTheNumber()
    {
        await using TwinHost twin = await StartAsync(20);
        await using PriorStage stage = await ConnectAsync(twin);
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => stage.MoveAsync(StageTarget.Planar(70, 0), Token));
        Assert.Equal(Fault.CommandRejected, fault.Fault);
        Assert.Contains("E,8", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_SilentlyRefused_DidNotArrive()
    {
        await using TwinHost twin = await StartAsync(20);
        await using PriorStage stage = await ConnectAsync(twin);
        twin.Microscope.Stage.RefuseNextMove();
        Assert.Equal(Fault.StageDidNotArrive, (await Assert.ThrowsAsync<InstrumentFaultException>(() => stage.MoveAsync(StageTarget.Planar(7, 0), Token))).Fault);
    }

    [Fact]
    public async Task Halt_WhileMoving_StopsAndTheLineIsUsedAgain()
    {
        await using TwinHost twin = await StartAsync(1);
        await using PriorStage stage = await ConnectAsync(twin);
        Task<StagePosition> move = stage.MoveAsync(StageTarget.Planar(30, 0), Token);
        while (twin.Microscope.Stage.True.XMm < 0.5) await Task.Delay(5, Token);
        await stage.HaltAsync(Token);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => move)).Fault);
        Assert.InRange((await stage.ReadPositionAsync(Token)).XMm, 0.5, 28);
    }

    [Fact]
    public async Task Move_LongerThanItsTimeout_IsHalted()
    {
        await using TwinHost twin = await StartAsync(1);
        await using PriorStage stage = await PriorStage.ConnectAsync(
            new PriorSettings { Port = twin.Endpoints["prior"], Limits = Limits, PollInterval = TimeSpan.FromMilliseconds(10), MoveTimeout = TimeSpan.FromMilliseconds(100) }, TimeProvider.System, Token);
        Assert.Equal(Fault.StageMoveTimeout, (await Assert.ThrowsAsync<InstrumentFaultException>(() => stage.MoveAsync(StageTarget.Planar(30, 0), Token))).Fault);
        while (await stage.ReadMotionAsync(Token) != StageMotion.Idle) await Task.Delay(10, Token);
        Assert.InRange((await stage.ReadPositionAsync(Token)).XMm, -0.1, 28);
    }

    [Fact]
    public async Task Connect_NoSuchPort_IsUnreachable()
    {
        var settings = new PriorSettings { Port = OperatingSystem.IsWindows() ? "COM999" : "/dev/tty-that-is-not-there", Limits = Limits };
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => PriorStage.ConnectAsync(settings, TimeProvider.System, Token));
        Assert.Equal(Fault.Unreachable, fault.Fault);
        Assert.Contains(settings.Port, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Microscope_WithAPriorStage_MovesItBehindTheInterlockAndStopsIt()
    {
        await using TwinHost twin = await StartAsync(20);
        InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At(twin.Endpoints.SharkSem);
        configuration = configuration with
        {
            PriorStage = new PriorSettings { Port = twin.Endpoints["prior"], Limits = Limits },
        };
        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, TimeProvider.System, NullLoggerFactory.Instance, Token);
        await microscope.Stage.MoveAsync(StageTarget.Planar(4, 5), Token);
        Assert.Equal(4, twin.Microscope.Stage.True.XMm, 0.001);
        await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Stage.MoveAsync(StageTarget.Planar(45, 5), Token));
        StopReport report = await microscope.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true });
        microscope.ClearStop();
        await microscope.ReconnectAsync(Token);
        await microscope.Stage.MoveAsync(StageTarget.Planar(0, 0), Token);
    }

    private static async Task<TwinHost> StartAsync(double factor)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        return await TwinHost.StartAsync(
            new TwinOptions { TimeFactor = factor, Servers = [new TwinServer("prior", null)] }, new BlobWorld(), TimeProvider.System, NullLoggerFactory.Instance, Token);
    }

    private static Task<PriorStage> ConnectAsync(TwinHost twin)
        => PriorStage.ConnectAsync(new PriorSettings { Port = twin.Endpoints["prior"], Limits = Limits, PollInterval = TimeSpan.FromMilliseconds(10) }, TimeProvider.System, Token);
}
