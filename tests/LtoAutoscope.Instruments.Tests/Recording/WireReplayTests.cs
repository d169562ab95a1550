using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Tests.Lines;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Recording;

/// <summary>A session with the twin is recorded, then the recording plays the instrument against the same driver.</summary>
public sealed class WireReplayTests : IDisposable
{
    private static readonly StageLimits Limits = new(new(-40, 40), new(-40, 40), new(1, 39), default, default);
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-replay-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Recording => Path.Combine(_folder, "session.log");

    [Fact]
    public async Task SharkSem_SameSession_GivesTheSameAnswersFrameAndNoDifference()
    {
        StagePosition then;
        GreyImage frameThen;
        await using (TwinHost twin = await TwinHost.StartAsync(TwinBench.Options, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token))
        await using (var recorder = WireRecorder.ToFile(Recording, PatientTime.Instance, wholeImages: true))
        {
            InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At(twin.Endpoints.SharkSem);
            await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token, recorder);
            (then, frameThen) = await SessionAsync(microscope);
        }

        await using ReplayBench replay = await ReplayBench.StartAsync(Recording);
        await using InterlockedMicroscope again = await replay.ConnectAsync();
        (StagePosition now, GreyImage frameNow) = await SessionAsync(again);
        Assert.Equal(then, now);
        Assert.Equal(frameThen.Pixels, frameNow.Pixels);
        replay.AssertNoDifference();
    }

    [Fact]
    public async Task SharkSem_OtherMove_IsReportedWithItsLine()
    {
        await using (TwinHost twin = await TwinHost.StartAsync(TwinBench.Options, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token))
        await using (var recorder = WireRecorder.ToFile(Recording, PatientTime.Instance))
        {
            InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At(twin.Endpoints.SharkSem);
            await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token, recorder);
            await microscope.Stage.MoveAsync(StageTarget.Planar(1, 2), Token);
        }

        int line = 1 + Array.FindIndex(await File.ReadAllLinesAsync(Recording, Token), text => text.Contains("> \"StgMoveTo", StringComparison.Ordinal));
        await using ReplayBench replay = await ReplayBench.StartAsync(Recording);
        await using InterlockedMicroscope again = await replay.ConnectAsync();
        await Assert.ThrowsAsync<InstrumentFaultException>(() => again.Stage.MoveAsync(StageTarget.Planar(1, 2.5), Token));
        Assert.Contains(replay.Host.Replay.Finish(), difference => difference.Place == $"session.log:{line}" && difference.Text.Contains("StgMoveTo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prior_IncidentOfALateAnswerAndAPulledCable_EndsInTheSameFaults()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        await using (var recorder = WireRecorder.ToFile(Recording, PatientTime.Instance))
        await using (TwinHost twin = await TwinHost.StartAsync(
            new TwinOptions { TimeFactor = 20, Servers = [new TwinServer("prior", null)] }, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token))
        {
            await using LineInstrument driver = await ConnectAsync(twin.Endpoints["prior"], recorder);
            IStage stage = driver.Stage!;
            await stage.MoveAsync(StageTarget.Planar(1.5, -2), Token);
            await twin.Listeners["prior"].DropConnectionsAsync();
            Assert.Equal(Fault.LinkLost, await FaultOf(() => stage.ReadPositionAsync(Token)));
        }

        await using ReplayBench replay = await ReplayBench.StartAsync(Recording);
        await using LineInstrument driverAgain = await ConnectAsync(replay.At(), IWireTap.None);
        IStage again = driverAgain.Stage!;
        StagePosition reached = await again.MoveAsync(StageTarget.Planar(1.5, -2), Token);
        Assert.Equal(1.5, reached.XMm, 0.001);

        // The cable is pulled some time after the last recorded answer; until then a reading gets that once more.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        Assert.Equal(Fault.LinkLost, await FaultOf(async () =>
        {
            while (true) await again.ReadPositionAsync(limit.Token);
        }));
    }

    [Fact]
    public async Task Prior_AnswerThatNeverCame_TimesOutAgain()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        string[] lines =
        [
            WireLine.Header,
            Line(0, "+ /dev/ttyUSB0"),
            Line(0.1, "> \"$\\r\""), Line(0.11, "< \"0\\r\""),
            Line(0.2, "> \"COMP 0\\r\""), Line(0.21, "< \"0\\r\""),
            Line(0.3, "> \"RES,s\\r\""), Line(0.31, "< \"0.1\\r\""),
            Line(0.4, "> \"RES,Z\\r\""), Line(0.41, "< \"0.1\\r\""),
            Line(0.5, "> \"PX\\r\""),
        ];
        await LtoAutoscope.Domain.Files.AtomicFile.WriteTextAsync(Recording, string.Join('\n', lines) + "\n", Token);
        await using ReplayBench replay = await ReplayBench.StartAsync(Recording);
        await using LineInstrument driver = await ConnectAsync(replay.At("/dev/ttyUSB0"), IWireTap.None);
        Assert.Equal(Fault.AnswerTimeout, await FaultOf(() => driver.Stage!.ReadPositionAsync(Token)));
        replay.AssertNoDifference();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Line(double seconds, string rest) => FormattableString.Invariant($"2026-11-26T03:04:05.{seconds * 1000:000}000Z {seconds:0.000000} #1 stage {rest}");

    private static async Task<(StagePosition Position, GreyImage Frame)> SessionAsync(InterlockedMicroscope microscope)
    {
        InstrumentStatus status = await microscope.ReadStatusAsync(Token);
        Assert.True(status.IsReachable);
        await microscope.Stage.MoveAsync(StageTarget.Planar(0.5, -0.25), Token);
        await microscope.Column.SetBlankAsync(false, Token);
        GreyImage frame = await microscope.Scanner.ScanFrameAsync(new ScanRequest(64, 48, 8, 1), null, Token);
        return (await microscope.Stage.ReadPositionAsync(Token), frame);
    }

    private static Task<LineInstrument> ConnectAsync(string port, IWireTap tap)
        => LineBench.ConnectAsync("prior", port, new LineSettings { Limits = Limits, Poll = TimeSpan.FromMilliseconds(10), AnswerTimeout = TimeSpan.FromSeconds(3) }, tap);

    private static async Task<Fault> FaultOf(Func<Task> action) => (await Assert.ThrowsAsync<InstrumentFaultException>(action)).Fault;
}
