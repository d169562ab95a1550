using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.ImageSources;
using LtoAutoscope.Instruments.Tests.Xl30;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.ImageSources;

/// <summary>Frames that a microscope stores by itself, written into a real folder in every way that goes wrong.</summary>
public sealed class WatchedFolderScannerTests : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(80);
    private static readonly ScanRequest Request = new(40, 30, 8, 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lto-watched-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private WatchedFolderSettings Settings => new()
    {
        Folder = _folder.FullName, Pattern = "*.png", SettleTime = Settle, PollInterval = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(30),
    };

    public void Dispose()
    {
        if (_folder.Exists) _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ScanFrame_OfAFileWrittenSlowlyInPieces_IsTheWholeFrame()
    {
        byte[] bytes = Png(Picture(1));
        GreyImage image = await Scanner(async () =>
        {
            await using FileStream stream = Create("a.png");
            for (int at = 0; at < bytes.Length; at += 200)
            {
                await stream.WriteAsync(bytes.AsMemory(at, Math.Min(200, bytes.Length - at)), Token);
                await stream.FlushAsync(Token);
                await PatientTime.DelayAsync(20, Token);
            }
        }).ScanFrameAsync(Request, null, Token);
        Assert.Equal(Picture(1).Pixels, image.Pixels);
    }

    [Fact]
    public async Task ScanFrame_OfATruncatedFileThatStandsStill_WaitsForTheRest()
    {
        byte[] bytes = Png(Picture(2));
        Task later = Task.CompletedTask;
        Task<GreyImage> scan = Scanner(() =>
        {
            later = WriteInTwoAsync();
            return Task.CompletedTask;
        }).ScanFrameAsync(Request, null, Token);
        Assert.Equal(Picture(2).Pixels, (await scan).Pixels);
        await later;

        async Task WriteInTwoAsync()
        {
            await using FileStream stream = Create("b.png");
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), Token);
            await stream.FlushAsync(Token);
            await PatientTime.DelayAsync(4 * Settle, Token);
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2), Token);
        }
    }

    [Fact]
    public async Task ScanFrame_OfAFileRenamedAtTheEnd_IsRead()
    {
        GreyImage image = await Scanner(async () =>
        {
            await WriteAsync("c.png.tmp", Png(Picture(3)));
            await PatientTime.DelayAsync(3 * Settle, Token);
            File.Move(Name("c.png.tmp"), Name("c.png"));
        }).ScanFrameAsync(Request, null, Token);
        Assert.Equal(Picture(3).Pixels, image.Pixels);
    }

    [Fact]
    public async Task ScanFrame_WithOldFilesThere_TakesTheNewOneOnly()
    {
        await WriteAsync("old.png", Png(Picture(4)));
        await WriteAsync("frame.png", Png(Picture(4)));
        WatchedFolderScanner scanner = Scanner(() => WriteAsync("frame.png", Png(Picture(5))));
        Assert.Equal(Picture(5).Pixels, (await scanner.ScanFrameAsync(Request, null, Token)).Pixels);
        Assert.True(File.Exists(Name("old.png")));
    }

    [Fact]
    public async Task ScanFrame_WhenNothingIsWritten_NamesTheFolder()
    {
        await WriteAsync("old.png", Png(Picture(6)));
        InstrumentFaultException fault = await MissingAsync(() => Task.CompletedTask);
        Assert.Contains(_folder.FullName, fault.Detail, StringComparison.Ordinal);
        Assert.Contains("no new file", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScanFrame_OfGarbage_NamesTheFileAndWhy()
    {
        InstrumentFaultException fault = await MissingAsync(() => WriteAsync("d.png", [1, 2, 3, 4, 5]));
        Assert.Contains("d.png with 5 bytes", fault.Detail, StringComparison.Ordinal);
        Assert.Contains("no whole PNG", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScanFrame_OfAPartialName_IsNotRead()
    {
        InstrumentFaultException fault = await MissingAsync(() => WriteAsync("e.png.tmp", Png(Picture(7))), Settings with { Pattern = "*" });
        Assert.Contains("no new file", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScanFrame_WhenTheFolderVanishes_SaysSo()
    {
        InstrumentFaultException fault = await MissingAsync(() =>
        {
            _folder.Delete(recursive: true);
            return Task.CompletedTask;
        });
        Assert.Contains("cannot be read", fault.Detail, StringComparison.Ordinal);
        _folder.Refresh();
    }

    [Fact]
    public async Task ScanFrame_WithoutAFolder_StoresNoFrame()
    {
        bool stored = false;
        InstrumentFaultException fault = await MissingAsync(() =>
        {
            stored = true;
            return Task.CompletedTask;
        }, Settings with { Folder = Name("nowhere") });
        Assert.Contains("nowhere", fault.Detail, StringComparison.Ordinal);
        Assert.False(stored);
    }

    [Fact]
    public async Task ScanFrame_WhenTheFolderComesBack_GoesOn()
    {
        string away = _folder.FullName + "-away";
        GreyImage image = await Scanner(async () =>
        {
            Directory.Move(_folder.FullName, away);
            _ = Task.Run(async () =>
            {
                await PatientTime.DelayAsync(2 * Settle, Token);
                await File.WriteAllBytesAsync(Path.Combine(away, "f.png"), Png(Picture(8)), Token);
                Directory.Move(away, _folder.FullName);
            }, Token);
            await Task.Yield();
        }).ScanFrameAsync(Request, null, Token);
        Assert.Equal(Picture(8).Pixels, image.Pixels);
    }

    [Fact]
    public async Task ScanFrame_OfAnotherSize_IsRefusedWithBoth()
    {
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => Scanner(() => WriteAsync("g.png", Png(new GreyImage(20, 10, 8)))).ScanFrameAsync(Request, null, Token));
        Assert.Equal(Fault.SetNotTaken, fault.Fault);
        Assert.Contains("40 × 30", fault.Detail, StringComparison.Ordinal);
        Assert.Contains("20 × 10", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AfterReading.Keep)]
    [InlineData(AfterReading.Delete)]
    [InlineData(AfterReading.Move)]
    public async Task ScanFrame_Afterwards_DoesAsItIsTold(AfterReading after)
    {
        WatchedFolderScanner scanner = Scanner(() => WriteAsync("h.png", Png(Picture(9))), Settings with { After = after });
        await scanner.ScanFrameAsync(Request, null, Token);
        await scanner.ScanFrameAsync(Request, null, Token);
        Assert.Equal(after == AfterReading.Keep, File.Exists(Name("h.png")));
        Assert.Equal(after == AfterReading.Move, File.Exists(Path.Combine(_folder.FullName, "done", "h.png")));
        Assert.Equal(after == AfterReading.Move, File.Exists(Path.Combine(_folder.FullName, "done", "h-2.png")));
    }

    [Fact]
    public async Task ScanFrame_Cancelled_EndsAtOnce()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<GreyImage> scan = Scanner(() => Task.CompletedTask, Settings with { PollInterval = TimeSpan.FromMinutes(1), Timeout = TimeSpan.FromMinutes(2) }).ScanFrameAsync(Request, null, cancel.Token);
        await PatientTime.DelayAsync(50, Token);
        long began = PatientTime.Instance.GetTimestamp();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan);
        Assert.InRange(PatientTime.Instance.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ScanFrame_AfterOneThatCameLate_DoesNotTakeTheLateOne()
    {
        int stored = 0;
        Task late = Task.CompletedTask;
        WatchedFolderScanner scanner = Scanner(async () =>
        {
            if (++stored == 1) late = WriteLateAsync();
            else await WriteAsync("second.png", Png(Picture(11)));
        }, Settings with { Timeout = 2 * Settle });
        Assert.Equal(Fault.ImageFileMissing, (await Assert.ThrowsAsync<InstrumentFaultException>(() => scanner.ScanFrameAsync(Request, null, Token))).Fault);
        await late;
        Assert.Equal(Picture(11).Pixels, (await scanner.ScanFrameAsync(Request, null, Token)).Pixels);

        async Task WriteLateAsync()
        {
            await PatientTime.DelayAsync(3 * Settle, Token);
            await WriteAsync("first.png", Png(Picture(10)));
        }
    }

    [Fact]
    public async Task ScanFrame_OfTheTwinsXl30_IsItsPicture()
    {
        TwinMicroscope twin = Xl30Bench.Twin(100);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin, _folder.FullName), change: settings => settings with { ImageFolder = @"C:\XL\USR" });
        var scanner = new WatchedFolderScanner(bench.Microscope.FrameTrigger, Settings with { Pattern = "L*.TIF" }, new BareTiffReader(), PatientTime.Instance);
        GreyImage image = await scanner.ScanFrameAsync(new ScanRequest(712, 484, 8, 1), null, Token);
        Assert.Equal((712, 484), (image.Width, image.Height));
        Assert.Contains(Xl30Opcode.WriteTiff, bench.Sent);
    }

    private static GreyImage Picture(int seed)
    {
        var image = new GreyImage(40, 30, 8);
        var random = new Random(seed);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)random.Next(256);
        return image;
    }

    private static byte[] Png(GreyImage image)
    {
        using var stream = new MemoryStream();
        PngImage.Write(image, stream);
        return stream.ToArray();
    }

    private string Name(string name) => Path.Combine(_folder.FullName, name);

    private FileStream Create(string name) => new(Name(name), FileMode.Create, FileAccess.Write, FileShare.Read);

    private async Task WriteAsync(string name, byte[] bytes)
    {
        await using FileStream stream = Create(name);
        await stream.WriteAsync(bytes, Token);
    }

    private WatchedFolderScanner Scanner(Func<Task> store, WatchedFolderSettings? settings = null)
        => new(new Trigger(store), settings ?? Settings, new PngFileReader(), PatientTime.Instance);

    private async Task<InstrumentFaultException> MissingAsync(Func<Task> store, WatchedFolderSettings? settings = null)
    {
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => Scanner(store, (settings ?? Settings) with { Timeout = 6 * Settle }).ScanFrameAsync(Request, null, Token));
        Assert.Equal(Fault.ImageFileMissing, fault.Fault);
        return fault;
    }

    private sealed class Trigger(Func<Task> store) : IFrameTrigger
    {
        public Task TriggerAsync(ScanRequest request, CancellationToken cancellationToken) => store();
    }

    /// <summary>Reads what the twin writes: width and height from their tags, one strip at the end.</summary>
    private sealed class BareTiffReader : IImageFileReader
    {
        public GreyImage Read(string path)
        {
            byte[] bytes = File.ReadAllBytes(path);
            int width = BitConverter.ToInt32(bytes, 8 + 2 + 12 + 8), height = BitConverter.ToInt32(bytes, 8 + 2 + 24 + 8);
            return new GreyImage(width, height, 8, [.. bytes[^(width * height)..].Select(value => (ushort)value)]);
        }
    }
}
