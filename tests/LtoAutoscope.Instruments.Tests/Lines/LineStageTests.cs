using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>Every stage with a line protocol, through the one engine, against the twin behind the same protocol.</summary>
public sealed class LineStageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Protocols with a stage.</summary>
    public static TheoryData<string> Protocols() => [.. Names];

    /// <summary>Those whose controller knows where the stage is; GRBL counts its own steps, and only a picture shows that they were lost.</summary>
    public static TheoryData<string> ClosedLoops() => [.. Names.Where(name => name != "grbl")];

    private static IEnumerable<string> Names => ProtocolLibrary.Names().Where(name => ProtocolLibrary.Load(name).Stage is not null);

    /// <summary>Protocols with a stage, over a socket and on a pseudo-terminal.</summary>
    public static TheoryData<string, bool> Stages()
    {
        var data = new TheoryData<string, bool>();
        foreach (string name in Names)
        {
            data.Add(name, false);
            data.Add(name, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Move_OverARealWire_ArrivesWithinTolerance(string protocol, bool onTerminal)
    {
        await using LineBench bench = await LineBench.StartAsync(protocol, onTerminal);
        bool hasZ = bench.Driver.Protocol.Stage!.Axes.Contains("z");
        StagePosition reached = await bench.Stage.MoveAsync(new StageTarget(1.2345, -0.2502, hasZ ? 20.5 : null), Token);
        Assert.Equal(1.2345, reached.XMm, 0.002);
        Assert.Equal(1.2345, bench.Twin.Microscope.Stage.True.XMm, 0.002);
        Assert.Equal(-0.2502, bench.Twin.Microscope.Stage.True.YMm, 0.002);
        Assert.Equal(hasZ ? 20.5 : 20, bench.Twin.Microscope.Stage.True.ZMm, 0.002);
        Assert.Equal(StageMotion.Idle, await bench.Stage.ReadMotionAsync(Token));
        // Axes that are not named stay.
        await bench.Stage.MoveAsync(new StageTarget(YMm: 0.5), Token);
        Assert.Equal(1.2345, bench.Twin.Microscope.Stage.True.XMm, 0.002);
        Assert.Equal(0.5, bench.Twin.Microscope.Stage.True.YMm, 0.002);
    }

    [Theory]
    [MemberData(nameof(ClosedLoops))]
    public async Task Move_SilentlyRefused_DidNotArrive(string protocol)
    {
        await using LineBench bench = await LineBench.StartAsync(protocol, change: settings => settings with { MoveTimeout = TimeSpan.FromSeconds(60) });
        bench.Twin.Microscope.Stage.RefuseNextMove();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Stage.MoveAsync(StageTarget.Planar(3, 0), Token));
        Assert.Equal(Fault.StageDidNotArrive, fault.Fault);
        // The driver does not move it a second time by itself, and goes on when it is asked to.
        Assert.Equal(0, bench.Twin.Microscope.Stage.True.XMm, 0.001);
        Assert.Equal(3, (await bench.Stage.MoveAsync(StageTarget.Planar(3, 0), Token)).XMm, 0.002);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Move_BeyondTheTravel_IsANamedFaultAndNothingMoves(string protocol)
    {
        await using LineBench bench = await LineBench.StartAsync(protocol);
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Stage.MoveAsync(StageTarget.Planar(70, 0), Token));
        Assert.Contains(fault.Fault, new[] { Fault.CommandRejected, Fault.StageLimit, Fault.StageDidNotArrive });
        Assert.InRange(bench.Twin.Microscope.Stage.True.XMm, -0.01, 50.01);
        await bench.Stage.MoveAsync(StageTarget.Planar(1, 0), Token);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Stop_WhileMoving_HaltsAndTheLineIsUsedAgain(string protocol, bool onTerminal)
    {
        await using LineBench bench = await LineBench.StartAsync(protocol, onTerminal, timeFactor: 1);
        Task<StagePosition> move = bench.Stage.MoveAsync(StageTarget.Planar(35, 0), Token);
        while (bench.Twin.Microscope.Stage.True.XMm < 0.3 && !move.IsCompleted) await PatientTime.DelayAsync(5, Token);
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report.Sent, report.Detail);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => move)).Fault);
        if (!bench.Driver.StopAbility.InterruptsMoves) return;
        Assert.True(report.HaltConfirmed);
        double halted = (await bench.Stage.ReadPositionAsync(Token)).XMm;
        Assert.InRange(halted, 0.3, 34);
        Assert.Equal(halted + 0.1, (await bench.Stage.MoveAsync(new StageTarget(XMm: halted + 0.1), Token)).XMm, 0.002);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Move_LongerThanItsTimeout_IsHalted(string protocol)
    {
        await using LineBench bench = await LineBench.StartAsync(protocol, timeFactor: 1, change: settings => settings with { MoveTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(Fault.StageMoveTimeout, (await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Stage.MoveAsync(StageTarget.Planar(35, 0), Token))).Fault);
        if (!bench.Driver.StopAbility.InterruptsMoves) return;
        while (bench.Twin.Microscope.Stage.IsBusy) await PatientTime.DelayAsync(10, Token);
        Assert.InRange(bench.Twin.Microscope.Stage.True.XMm, -0.1, 34);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Limits_AreKnown(string protocol)
    {
        await using LineBench bench = await LineBench.StartAsync(protocol);
        StageLimits limits = await bench.Stage.ReadLimitsAsync(Token);
        Assert.True(limits.X.IsMotorised && limits.Y.IsMotorised);
        Assert.InRange(limits.X.High, 40, 50);
    }

    [Fact]
    public async Task Move_AnAxisThatIsNotThere_IsNotSupported()
    {
        await using LineBench bench = await LineBench.StartAsync("prior");
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Stage.MoveAsync(new StageTarget(TiltDeg: 5), Token));
        Assert.Equal(Fault.NotSupported, fault.Fault);
    }

    [Fact]
    public async Task Move_WithAnInvertedAxis_GoesTheOtherWay()
    {
        await using LineBench bench = await LineBench.StartAsync("prior", change: settings => settings with
        {
            Axes = new Dictionary<string, LineAxis> { ["x"] = new("", true), ["z"] = new("", true, 40) },
        });
        await bench.Stage.MoveAsync(new StageTarget(2, 1, 19), Token);
        Assert.Equal(-2, bench.Twin.Microscope.Stage.True.XMm, 0.001);
        Assert.Equal(21, bench.Twin.Microscope.Stage.True.ZMm, 0.001);
        Assert.Equal(19, (await bench.Stage.ReadPositionAsync(Token)).ZMm, 0.001);
    }

    [Fact]
    public async Task Connect_NothingAnswers_IsAnOverdueAnswerByName()
    {
        await using var silent = new SilentServer();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => LineBench.ConnectAsync("prior", silent.Endpoint, new LineSettings { Limits = LineBench.Limits, AnswerTimeout = TimeSpan.FromMilliseconds(100) }));
        Assert.Equal(Fault.LineNotSynchronised, fault.Fault);
    }
}
