using System.Collections.Concurrent;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.ImageSources;

namespace LtoAutoscope.Instruments.Tests.ImageSources;

/// <summary>The order of the calls into SmartSEM, with a recording stand-in for its COM object.</summary>
public sealed class SmartSemScannerTests : IDisposable
{
    private static readonly ScanRequest Request = new(16, 12, 8, 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lto-smartsem-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SmartSemSettings Settings => new() { Folder = _folder.FullName, ExtraTime = TimeSpan.FromMilliseconds(5), CallTimeout = TimeSpan.FromSeconds(20) };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Connect_ElsewhereThanOnWindows_IsNotSupported()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The object may be there.");
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => SmartSemScanner.ConnectAsync(new SmartSemSettings(), new PngFileReader(), PatientTime.Instance, Token));
        Assert.Equal(Fault.NotSupported, fault.Fault);
        Assert.Contains("Windows", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScanFrame_CallsInOrderOnOneThreadAndLeavesNoFile()
    {
        var api = new Recorder();
        await using (SmartSemScanner scanner = await ConnectAsync(api))
        {
            GreyImage image = await scanner.ScanFrameAsync(Request, null, Token);
            Assert.Equal((16, 12), (image.Width, image.Height));
            await scanner.ScanFrameAsync(Request, null, Token);
        }

        string[] frame = ["Set DP_FREEZE_ON 0", "Execute CMD_UNFREEZE_ALL", "Execute CMD_FREEZE_ALL", "Get AP_FRAME_TIME", "Grab 0 0 1024 768 0"];
        Assert.Equal(["InitialiseRemoting", .. frame, .. frame, "Dispose"], api.Calls.Select(call => call.Name));
        Assert.Single(api.Calls.Select(call => call.Thread).Distinct());
        Assert.NotEqual(Environment.CurrentManagedThreadId, api.Calls.First().Thread);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task ScanFrame_WaitsForTheTimeOfTheFrame()
    {
        var api = new Recorder { FrameMilliseconds = 150 };
        await using SmartSemScanner scanner = await ConnectAsync(api);
        await scanner.ScanFrameAsync(Request, null, Token);
        (string Name, int Thread, long At)[] calls = [.. api.Calls];
        Assert.True(TimeProvider.System.GetElapsedTime(calls.Single(c => c.Name.StartsWith("Get", StringComparison.Ordinal)).At, calls[^1].At) >= TimeSpan.FromMilliseconds(150));
    }

    [Theory]
    [InlineData("CMD_FREEZE_ALL", Fault.CommandRejected)]
    [InlineData("AP_FRAME_TIME", Fault.CommandRejected)]
    [InlineData("Grab", Fault.CommandRejected)]
    public async Task ScanFrame_WhenACallFails_NamesItAndItsCode(string call, Fault expected)
    {
        await using SmartSemScanner scanner = await ConnectAsync(new Recorder { Refused = call });
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => scanner.ScanFrameAsync(Request, null, Token));
        Assert.Equal(expected, fault.Fault);
        Assert.Contains(call, fault.Detail, StringComparison.Ordinal);
        Assert.Contains("1009", fault.Detail, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task ScanFrame_OfNoFile_IsMissing()
    {
        await using SmartSemScanner scanner = await ConnectAsync(new Recorder { WritesNothing = true });
        Assert.Equal(Fault.ImageFileMissing, (await Assert.ThrowsAsync<InstrumentFaultException>(() => scanner.ScanFrameAsync(Request, null, Token))).Fault);
    }

    [Fact]
    public async Task ScanFrame_OfAnotherSize_IsRefusedWithBoth()
    {
        await using SmartSemScanner scanner = await ConnectAsync(new Recorder());
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => scanner.ScanFrameAsync(new ScanRequest(1024, 768, 8, 1), null, Token));
        Assert.Equal(Fault.SetNotTaken, fault.Fault);
        Assert.Contains("16 × 12", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScanFrame_OfAFrameTimeThatIsNone_IsMalformed()
    {
        await using SmartSemScanner scanner = await ConnectAsync(new Recorder { FrameMilliseconds = -1 });
        Assert.Equal(Fault.MalformedAnswer, (await Assert.ThrowsAsync<InstrumentFaultException>(() => scanner.ScanFrameAsync(Request, null, Token))).Fault);
    }

    [Fact]
    public async Task Connect_WhenSmartSemRefuses_IsUnreachable()
        => Assert.Equal(Fault.Unreachable, (await Assert.ThrowsAsync<InstrumentFaultException>(() => ConnectAsync(new Recorder { Refused = "InitialiseRemoting" }))).Fault);

    [Fact]
    public async Task ScanFrame_WhenACallHangs_EndsInABoundedTime()
    {
        using var hang = new ManualResetEventSlim();
        var api = new Recorder { Hang = hang };
        SmartSemScanner scanner = await SmartSemScanner.ConnectAsync(() => api, Settings with { CallTimeout = TimeSpan.FromMilliseconds(200) }, new PngFileReader(), PatientTime.Instance, Token);
        Assert.Equal(Fault.AnswerTimeout, (await Assert.ThrowsAsync<InstrumentFaultException>(() => scanner.ScanFrameAsync(Request, null, Token))).Fault);
        await scanner.DisposeAsync();
        hang.Set();
    }

    private Task<SmartSemScanner> ConnectAsync(Recorder api)
        => SmartSemScanner.ConnectAsync(() => api, Settings, new PngFileReader(), PatientTime.Instance, Token);

    private sealed class Recorder : ISmartSemApi
    {
        private const int Failure = 1009;

        public ConcurrentQueue<(string Name, int Thread, long At)> Calls { get; } = new();

        public string Refused { get; init; } = "";

        public double FrameMilliseconds { get; init; } = 10;

        public bool WritesNothing { get; init; }

        public ManualResetEventSlim? Hang { get; init; }

        public int InitialiseRemoting() => Note("InitialiseRemoting");

        public int Execute(string command) => Note($"Execute {command}");

        public int Set(string parameter, float value)
        {
            Hang?.Wait(TimeSpan.FromSeconds(30));
            return Note(FormattableString.Invariant($"Set {parameter} {value}"));
        }

        public (int Code, double Value) Get(string parameter) => (Note($"Get {parameter}"), FrameMilliseconds);

        public int Grab(int left, int top, int width, int height, int reduction, string path)
        {
            int code = Note(FormattableString.Invariant($"Grab {left} {top} {width} {height} {reduction}"));
            if (code != 0 || WritesNothing) return code;
            using FileStream stream = File.Create(path);
            PngImage.Write(new GreyImage(16, 12, 8), stream);
            return code;
        }

        public void Dispose() => Note("Dispose");

        private int Note(string call)
        {
            Calls.Enqueue((call, Environment.CurrentManagedThreadId, TimeProvider.System.GetTimestamp()));
            return Refused.Length > 0 && call.Contains(Refused, StringComparison.Ordinal) ? Failure : 0;
        }
    }
}
