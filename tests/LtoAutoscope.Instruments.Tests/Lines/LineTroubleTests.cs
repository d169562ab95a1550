using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.RawConsole;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>Answers that come in halves, twice, garbled or not at all: each ends in a named fault in bounded time, and the next question gets its own answer.</summary>
public sealed class LineTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Protocols() => TroubledBench.Protocols();

    public static TheoryData<string, bool> Wires() => TroubledBench.Wires();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Read_AnswersInTrouble_AreNamedFaultsAndTheLineRecovers(string protocol)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol);
        await using LineInstrument driver = await bench.ConnectAsync(protocol);
        StagePosition there = await driver.Stage!.MoveAsync(new StageTarget(7.1, -3.2), Token);
        foreach (Trouble trouble in new[] { Trouble.Garbled, Trouble.Partial, Trouble.Silent })
        {
            bench.Wire.Next(trouble);
            Fault fault = (await LineFaults.OfAsync(() => driver.Stage!.ReadPositionAsync(Token))).Fault;
            // A controller that may send garbage between its lines has garbage passed over, until the answer is overdue.
            Assert.Equal(trouble == Trouble.Garbled && !driver.Protocol.Framing.SkipsUnexpected ? Fault.MalformedAnswer : Fault.AnswerTimeout, fault);
            Assert.Equal(there, await LineFaults.ReadAgainAsync(driver));
        }

        bench.Wire.Next(Trouble.Doubled);
        Assert.Equal(there, await driver.Stage!.ReadPositionAsync(Token));
        Assert.Equal(there, await driver.Stage!.ReadPositionAsync(Token));
        Assert.Equal(StageMotion.Idle, await driver.Stage!.ReadMotionAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Move_WhoseAnswerIsLost_IsNotSentTwice(string protocol)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol);
        await using LineInstrument driver = await bench.ConnectAsync(protocol);
        StagePosition start = await driver.Stage!.ReadPositionAsync(Token);
        bench.Wire.TakeAsked();
        // A wire that tells nothing any more once the first of the move's own commands has been taken.
        bench.Wire.Change = bytes => bench.Microscope.Stage.Moves > 0 ? [] : bytes;
        InstrumentFaultException fault = await LineFaults.OfAsync(() => driver.Stage!.MoveAsync(new StageTarget(start.XMm + 30, start.YMm), Token));
        Assert.Contains(fault.Fault, new[] { Fault.AnswerTimeout, Fault.LineNotSynchronised, Fault.MalformedAnswer });
        Assert.Equal(1, bench.Microscope.Stage.Moves);
        bench.Wire.Change = null;
        await driver.Stage!.ReadPositionAsync(Token);
        Assert.Equal(1, bench.Microscope.Stage.Moves);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Read_CutCable_IsLinkLostAndAReconnectReadsAnew(string protocol, bool onTerminal)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol, onTerminal);
        await using LineInstrument driver = await bench.ConnectAsync(protocol);
        StagePosition there = await driver.Stage!.MoveAsync(new StageTarget(2, 1), Token);
        if (onTerminal)
        {
            // A pseudo-terminal's other end goes with the listener.
            await bench.DisposeAsync();
            InstrumentFaultException gone = await LineFaults.OfAsync(() => driver.Stage!.ReadPositionAsync(Token));
            Assert.Contains(gone.Fault, new[] { Fault.LinkLost, Fault.AnswerTimeout, Fault.LineNotSynchronised });
            return;
        }

        bench.Wire.Next(Trouble.Cut);
        Assert.Equal(Fault.LinkLost, (await LineFaults.OfAsync(() => driver.Stage!.ReadPositionAsync(Token))).Fault);
        Assert.Equal(Fault.LinkLost, (await LineFaults.OfAsync(() => driver.Stage!.ReadPositionAsync(Token))).Fault);
        bench.Microscope.Stage.MoveAxis(0, 4);
        while (bench.Microscope.Stage.IsBusy) await PatientTime.DelayAsync(10, Token);
        await driver.ReconnectAsync(Token);
        Assert.NotEqual(there, await driver.Stage!.ReadPositionAsync(Token));
        Assert.Equal(3, (await driver.Stage!.MoveAsync(new StageTarget(XMm: 3), Token)).XMm, 0.002);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Connect_SilentDevice_IsALineNotSynchronised(string protocol)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol);
        bench.Wire.Change = _ => [];
        Assert.Equal(Fault.LineNotSynchronised, (await LineFaults.OfAsync(() => bench.ConnectAsync(protocol))).Fault);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Connect_ADeviceThatNeverFallsSilent_IsALineNotSynchronised(string protocol)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol, make: _ => new ChatteringLineServer());
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol);
        definition = definition with { Resynchronise = definition.Resynchronise with { Longest = TimeSpan.FromSeconds(1) } };
        var settings = new LineSettings { Limits = LineBench.Limits, AnswerTimeout = TimeSpan.FromMilliseconds(100) };
        Task<LineInstrument> quick = LineInstrument.ConnectAsync(definition, settings, token => LineBench.OpenAsync(bench.Endpoint, token), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        // A probe whose answer has to name the instrument may hear the chatter first.
        Assert.Contains((await Assert.ThrowsAsync<InstrumentFaultException>(() => quick.WaitAsync(TimeSpan.FromSeconds(60), Token))).Fault, new[] { Fault.LineNotSynchronised, Fault.NotSupported });
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Console_ForbiddenWords_AreRefusedAndNothingGoesOut(string protocol)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol);
        await using LineInstrument driver = await bench.ConnectAsync(protocol);
        bench.Wire.TakeAsked();
        string[] words = protocol switch
        {
            "prior" => ["SIS", "ris", "PS,0,0", "PS 0 0", "Z", "PX=0", "RES,s,1", "BAUD 38"],
            "tango" => ["!cal", "!cal x", "!rm y", "!pos 0 0", "!save", "reset", "!speed 1 1"],
            "corvus" => ["cal", "1 ncal", "rm", "0 0 setpos", "reset", "save"],
            "smaract-cu" => [":SZ0"],
            "pi" => ["RBT", "1 RBT", "zzz 100", "FRF 1", "FNL 1", "POS 1 0", "SPA 1 0x32 0"],
            _ => ["$RST=*", "$H", "$X", "G92 X0", "$13=1"],
        };
        await using var console = new LineConsole(await LineBench.OpenAsync(bench.Endpoint, Token), driver.Protocol, PatientTime.Instance);
        foreach (string word in words)
        {
            await Assert.ThrowsAsync<InputException>(() => console.ExchangeAsync(word, Token));
            Assert.NotNull(driver.Protocol.WhyForbidden(word));
        }

        Assert.Equal("", bench.Wire.TakeAsked());
        // What the driver itself sends is allowed.
        Assert.DoesNotContain(driver.Protocol.Stage!.Move.Concat(driver.Protocol.Initialise).Concat(driver.Protocol.Stop.Send),
            name => driver.Protocol.WhyForbidden(driver.Protocol.Commands[name].Request.Template) is not null);
    }

    [Fact]
    public async Task Move_ServoOff_IsRefusedBeforeItIsSent()
    {
        await using TroubledBench bench = TroubledBench.Start("pi");
        await using LineInstrument driver = await bench.ConnectAsync("pi");
        await bench.OtherClientAsync("SVO 1 0\n");
        Assert.Equal(Fault.ServoOff, (await LineFaults.OfAsync(() => driver.Stage!.MoveAsync(new StageTarget(1, 0), Token))).Fault);
        await bench.OtherClientAsync("SVO 1 1\n");
        Assert.Equal(1, (await driver.Stage!.MoveAsync(new StageTarget(1, 0), Token)).XMm, 0.002);
        // Another client restarts the controller, which loses its references.
        await using IByteLink other = await LineBench.OpenAsync(bench.Endpoint, Token);
        await other.WriteAsync("RBT\n"u8.ToArray(), Token);
        await PatientTime.DelayAsync(1500, Token);
        await other.WriteAsync("SVO 1 1\n"u8.ToArray(), Token);
        await PatientTime.DelayAsync(100, Token);
        Assert.Equal(Fault.StageNotCalibrated, (await LineFaults.OfAsync(() => driver.Stage!.MoveAsync(new StageTarget(2, 0), Token))).Fault);
        Assert.Equal(1, bench.Microscope.Stage.Moves);
    }

    [Theory]
    [InlineData("prior", Fault.CommandRejected)]
    [InlineData("tango", Fault.StageLimit)]
    [InlineData("corvus", Fault.StageLimit)]
    [InlineData("smaract-cu", Fault.CommandRejected)]
    [InlineData("pi", Fault.StageLimit)]
    [InlineData("grbl", Fault.StageLimit)]
    public async Task Move_BeyondTheTravel_IsTheNumbersFault(string protocol, Fault wanted)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol);
        await using LineInstrument driver = await bench.ConnectAsync(protocol);
        Assert.Equal(wanted, (await LineFaults.OfAsync(() => driver.Stage!.MoveAsync(new StageTarget(70, 0), Token))).Fault);
        Assert.Equal(0, bench.Microscope.Stage.Moves);
    }
}
