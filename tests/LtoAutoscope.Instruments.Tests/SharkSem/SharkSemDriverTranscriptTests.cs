using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>The driver against golden transcripts over a real socket: it puts exactly their requests on the wire and makes of their answers what they mean.</summary>
public sealed class SharkSemDriverTranscriptTests
{
    private static readonly Dictionary<string, Func<SharkSemMicroscope, Task>> Actions = new()
    {
        ["stage.txt"] = async m => Assert.Equal(new StagePosition(3.5, -1.25, 20, 0, 0), await m.Stage.MoveAsync(StageTarget.Planar(3.5, -1.25), Token)),
        ["stage-limits.txt"] = async m => Assert.Equal(
            new StageLimits(new(-50, 50), new(-50, 50), new(0, 40), new(-180, 180), new(-10, 60)), await m.Stage.ReadLimitsAsync(Token)),
        ["stage-refused.txt"] = m => FaultsAsync(Fault.StageDidNotArrive, () => m.Stage.MoveAsync(new StageTarget(10, 5, -3), Token)),
        ["beam.txt"] = async m =>
        {
            await m.Column.SetBeamAsync(true, 10, Token);
            await m.Column.SetBeamAsync(false, 0, Token);
        },
        ["optics.txt"] = async m =>
        {
            await m.Column.SetWorkingDistanceMmAsync(12.5, Token);
            await m.Column.SetFieldWidthUmAsync(30, Token);
            await m.Column.SetStigmatorAsync(4, -3, Token);
            await m.BeamShift.SetAsync(10, -20, Token);
            await m.SetProbeCurrentPaAsync(250, Token);
            await m.SetScanRotationDegAsync(30, Token);
            await m.Column.SetBlankAsync(false, Token);
        },
        ["optics-limited.txt"] = m => FaultsAsync(Fault.SetNotTaken, () => m.Column.SetFieldWidthUmAsync(1e6, Token)),
        ["detectors.txt"] = async m =>
        {
            IReadOnlyList<Detector> detectors = await m.Detectors.ListAsync(Token);
            Assert.Equal([new Detector(1, "SE"), new Detector(2, "BSE"), new Detector(4, "LE BSE")], detectors);
            await m.Detectors.SelectAsync(0, detectors[1], Token);
            await m.Detectors.SetSignalAsync(0, brightnessPercent: 40, contrastPercent: 60, Token);
        },
        ["detectors-refused.txt"] = m => FaultsAsync(Fault.SetNotTaken, () => m.Detectors.SelectAsync(0, new Detector(99, "none"), Token)),
        ["automatic.txt"] = async m => Assert.Equal(10, await m.Automatic.AutoFocusAsync(0, Token)),
        ["chamber.txt"] = async m =>
        {
            Assert.Equal(VacuumState.Ready, await m.Vacuum.ReadStateAsync(Token));
            Assert.Equal(0.002, await m.Vacuum.ReadPressurePaAsync(Token));
            Assert.Equal(MainsState.Mains, await m.Mains.ReadAsync(Token));
        },
        ["scan-8.txt"] = m => ScanAsync(m, 8, 7),
        ["scan-16.txt"] = m => ScanAsync(m, 16, 263),
    };

    public static TheoryData<string> Files => [.. Actions.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Action_AgainstGoldenAnswers_PutsTheGoldenRequestsOnTheWire(string file)
    {
        await using WireLogServer server = WireLogServer.Start();
        await using SharkSemMicroscope microscope = await ConnectAsync(server);
        await Eventually.IsTrueAsync(() => server.Log.Any(entry => entry.Function == "GUISetScanning"));
        IReadOnlyList<Transcript> golden = Transcript.Load(file);
        server.Play(golden);
        await Actions[file](microscope);

        // The last request may be one that is not answered, and so still be on its way.
        Transcript[] requests = [.. golden.Where(message => message.Direction == ">")];
        await Eventually.IsTrueAsync(() => Sent(server).Length >= requests.Length);
        Assert.Equal(requests.Select(Meaning), Sent(server));
    }

    [Fact]
    public async Task Connect_AgainstGoldenAnswers_PutsTheGoldenRequestsOnTheWire()
    {
        await using WireLogServer server = WireLogServer.Start();
        IReadOnlyList<Transcript> golden = Transcript.Load("connect.txt");
        server.Play(golden);
        await using SharkSemMicroscope microscope = await ConnectAsync(server);
        Assert.Equal("LTO-TWIN-0001", microscope.Identity.SerialNumber);
        Transcript[] requests = [.. golden.Where(message => message.Direction == ">")];
        await Eventually.IsTrueAsync(() => Sent(server).Length >= requests.Length);

        // The first one carries the port that was free.
        Assert.Equal(requests.Select(Meaning).Skip(1), Sent(server).Skip(1));
        Assert.StartsWith("TcpRegDataPort ", Sent(server)[0], StringComparison.Ordinal);
    }

    /// <summary>A message without its id, which the driver chooses.</summary>
    private static string Meaning(Transcript message) => Meaning(message.Bytes);

    private static string Meaning(byte[] bytes)
    {
        SharkSemHeader header = SharkSemHeader.Read(bytes);
        return $"{header.Function} flags {(ushort)header.Flags} queue {header.Queue} {Convert.ToHexString(bytes.AsSpan(SharkSemHeader.Size))}";
    }

    private static string[] Sent(WireLogServer server) => [.. server.Log.Where(entry => entry.Connection == 0).Select(entry => Meaning(entry.Bytes))];

    private static async Task FaultsAsync(Fault fault, Func<Task> act)
        => Assert.Equal(fault, (await Assert.ThrowsAsync<InstrumentFaultException>(act)).Fault);

    private static async Task ScanAsync(SharkSemMicroscope microscope, int bits, int step)
    {
        GreyImage image = await microscope.Scanner.ScanFrameAsync(new ScanRequest(8, 4, bits, 0.1), null, Token);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (ushort)(i * step)), image.Pixels);
    }

    private static Task<SharkSemMicroscope> ConnectAsync(WireLogServer server)
        => SharkSemMicroscope.ConnectAsync(
            new SharkSemSettings { Port = server.Port, PositionLag = TimeSpan.Zero, PollInterval = TimeSpan.FromMilliseconds(5), StartGrace = TimeSpan.Zero },
            PatientTime.Instance, NullLoggerFactory.Instance, Token);
}
