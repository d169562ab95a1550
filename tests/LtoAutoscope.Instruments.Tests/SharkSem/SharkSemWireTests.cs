using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>The bytes that the driver puts on the wire, and in which order.</summary>
public sealed class SharkSemWireTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_OnTheWire_IsTheGoldenBytesOnItsOwnConnection()
    {
        await using WireLogServer server = WireLogServer.Start();
        await using SharkSemMicroscope microscope = await ConnectAsync(server);
        StopReport report = await microscope.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true });
        var golden = Transcript.Load("stop.txt").Select(message => Convert.ToHexString(message.Bytes)).ToArray();
        var onStop = server.Log.Where(entry => entry.Connection == 1).SkipWhile(entry => entry.Function == "TcpGetVersion").ToArray();
        Assert.Equal(golden, onStop.Take(3).Select(entry => Convert.ToHexString(entry.Bytes)));
        Assert.Equal(["ScGetBlanker", "StgIsBusy", "StgIsBusy"], onStop.Skip(3).Select(entry => entry.Function));
        var all = server.Log.ToList();
        int urgent = all.FindIndex(entry => entry.Function == "StgStop"), repeated = all.FindLastIndex(entry => entry.Function == "StgStop");
        Assert.NotEqual(urgent, repeated);
        byte[] inOrder = all.Single(entry => entry is { Connection: 0, Function: "StgStop" }).Bytes;
        Assert.Equal(SharkSemFlags.None, SharkSemHeader.Read(inOrder).Flags);
    }

    [Fact]
    public async Task Connect_OnTheWire_RegistersTheDataPortFirst()
    {
        await using WireLogServer server = WireLogServer.Start();
        await using SharkSemMicroscope microscope = await ConnectAsync(server);
        Assert.Equal(["TcpRegDataPort", "TcpGetVersion"], server.Log.Take(2).Select(entry => entry.Function));
        Assert.DoesNotContain(server.Log, entry => entry.Function.StartsWith("StgMove", StringComparison.Ordinal) || entry.Function.StartsWith("HV", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Move_ThatDoesNotArrive_IsSentOnceWithItsWatchdogAndNeverAgain()
    {
        await using WireLogServer server = WireLogServer.Start();
        await using SharkSemMicroscope microscope = await ConnectAsync(server);
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Stage.MoveAsync(StageTarget.Planar(3.5, 2), Token));
        Assert.Equal(Fault.StageDidNotArrive, fault.Fault);
        string[] sent = [.. server.Log.Where(entry => entry.Connection == 0).Select(entry => entry.Function)];
        Assert.Single(sent, function => function == "StgMoveTo");
        Assert.Equal("StgWatchdog", sent[Array.IndexOf(sent, "StgMoveTo") - 1]);
    }

    [Fact]
    public async Task Move_InThePlane_LeavesTheOtherAxesOut()
    {
        await using WireLogServer server = WireLogServer.Start();
        await using SharkSemMicroscope microscope = await ConnectAsync(server);
        await microscope.Stage.MoveAsync(StageTarget.Planar(3.5 + 0.0005, -1.25), Token);
        byte[] bytes = server.Log.Single(entry => entry.Function == "StgMoveTo").Bytes;
        var reader = new SharkSemBodyReader(bytes.AsMemory(SharkSemHeader.Size));
        Assert.Equal(3.5005, reader.Float());
        Assert.Equal(-1.25, reader.Float());
        Assert.True(reader.AtEnd);
        Assert.Equal(SharkSemFlags.None, SharkSemHeader.Read(bytes).Flags);
    }

    private static Task<SharkSemMicroscope> ConnectAsync(WireLogServer server)
        => SharkSemMicroscope.ConnectAsync(
            new SharkSemSettings { Port = server.Port, PositionLag = TimeSpan.FromMilliseconds(100), PollInterval = TimeSpan.FromMilliseconds(10) },
            PatientTime.Instance, NullLoggerFactory.Instance, Token);
}
