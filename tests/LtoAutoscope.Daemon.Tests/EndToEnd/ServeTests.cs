using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Storage.Configuration;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Samples;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>The daemon under a service manager, with the microscope in software as a process of its own that outlives it.</summary>
[Collection(ChildProcesses.Name)]
public sealed partial class ServeTests
{
    private static readonly Recipe Small = new()
    {
        Name = "small", ParticleGoal = 250, MaximumFrames = 30, Areas = 2,
        Exposure = new ExposureSettings { FieldWidthUm = 1.45, WidthPx = 512, HeightPx = 384, DwellUs = 20 },
        Focus = new FocusSettings { StartMm = 8 },
        CellModel = new CellModelSettings { Grid = 14, Particles = 8, Realisations = 1 },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_TerminatedAndKilledWhileExposing_ParksAndGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is sent through libc.");
        using var folder = new TemporaryFolder();
        string data = folder.PathOf("lab");
        using BuiltProgram twin = BuiltProgram.Start(folder.FullPath, "twin", "--sharksem-port", "0", "--time-factor", "5", "--json");
        InstrumentConfiguration instrument = await WriteInstrumentAsync(folder, await EndpointAsync(twin));
        string jobId = await ChangeQueueAsync(data, async queue =>
            (await queue.AddAsync(new Sample { Name = "powder", Stub = "5", ExpectedDiameterNm = 70 }, Small, HolderFile.Load(Path.Combine(BuiltProgram.RepositoryRoot, "config", "holders", "nine-stubs.yaml")).Find("5")!, null, "tester", Token)).JobId);

        // The service manager's stop signal, in the middle of an acquisition.
        using (BuiltProgram first = await ServeAsync(folder))
        {
            await ExposedAsync(data, first, 4);
            first.AskToEnd();
            await first.EndAsync(TimeSpan.FromSeconds(30));
            Assert.True(first.ExitCode == 0, first.Output + first.Error);
        }

        InstrumentStatus parked = await ReadAsync(instrument);
        Assert.True(parked.IsBlanked);
        Assert.Equal(StageMotion.Idle, parked.Motion);

        // kill −9 leaves the beam on; the next start parks before anything else, also when its queue is held.
        using (BuiltProgram second = await ServeAsync(folder))
        {
            await ExposedAsync(data, second, 3);
            second.Kill();
            await second.EndAsync(TimeSpan.FromSeconds(30));
        }

        Assert.False((await ReadAsync(instrument)).IsBlanked);
        await ChangeQueueAsync(data, async queue =>
        {
            Assert.Equal(RunState.Running, queue.Find(jobId)!.State);
            await queue.HoldAsync(jobId, "tester", "a look at the instrument", Token);
            return "";
        });
        using (BuiltProgram third = await ServeAsync(folder))
        {
            await UntilAsync(async () => (await ReadAsync(instrument)).IsBlanked == true, third, "the park");
            third.AskToEnd();
            await third.EndAsync(TimeSpan.FromSeconds(30));
            Assert.True(third.ExitCode == 0, third.Output + third.Error);
        }

        await ChangeQueueAsync(data, async queue =>
        {
            await queue.RequeueAsync(jobId, "tester", Token);
            return "";
        });
        using (BuiltProgram fourth = await ServeAsync(folder))
        {
            string run = Assert.Single(RunFolders.Of(data));
            await UntilAsync(async () => (await RunFolders.JournalAsync(run))[^1].Kind is RunEventKind.RunCompleted or RunEventKind.RunFailed, fourth, "the end of the run");
            fourth.AskToEnd();
            await fourth.EndAsync(TimeSpan.FromSeconds(30));
            Assert.True(fourth.ExitCode == 0, fourth.Output + fourth.Error);
        }

        await RunFolders.AssertWholeAsync(Assert.Single(RunFolders.Of(data)));
        parked = await ReadAsync(instrument);
        Assert.True(parked.IsBlanked);
        Assert.Equal(StageMotion.Idle, parked.Motion);
    }

    [Fact]
    public async Task Serve_UnreachableInstrumentAndForeignFolder_ServesPagesAndSaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        await WriteInstrumentAsync(folder, "127.0.0.1:9");
        // A service manager starts it anywhere: the root of the file system.
        using BuiltProgram serve = await ServeAsync(folder, workingFolder: Path.GetPathRoot(folder.FullPath)!);
        using var client = new HttpClient { BaseAddress = new Uri(Address().Match(await serve.SaysAsync("serves at")).Value) };
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health/live", UriKind.Relative), Token));
        string page = await client.GetStringAsync(new Uri("/", UriKind.Relative), Token);
        Assert.Contains("<form", page, StringComparison.Ordinal);
        foreach (Match sheet in Stylesheet().Matches(page))
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(sheet.Groups[1].Value, UriKind.RelativeOrAbsolute), Token);
            Assert.True(answer.IsSuccessStatusCode, $"{sheet.Groups[1].Value}: {answer.StatusCode}");
        }

        await UntilAsync(() => Task.FromResult(serve.Output.Contains("127.0.0.1:9", StringComparison.Ordinal)), serve, "the reason");
        if (OperatingSystem.IsWindows()) return;
        serve.AskToEnd();
        await serve.EndAsync(TimeSpan.FromSeconds(30));
        Assert.True(serve.ExitCode == 0, serve.Output + serve.Error);
    }

    private static async Task<BuiltProgram> ServeAsync(TemporaryFolder folder, string? workingFolder = null)
    {
        BuiltProgram serve = BuiltProgram.Start(
            workingFolder ?? folder.FullPath, "serve", "--urls", "http://127.0.0.1:0", "--data", folder.PathOf("lab"), "--instrument", folder.PathOf("instrument.yaml"));
        try
        {
            await serve.SaysAsync("serves at");
            return serve;
        }
        catch
        {
            serve.Dispose();
            throw;
        }
    }

    private static async Task<string> EndpointAsync(BuiltProgram twin)
    {
        using JsonDocument ready = JsonDocument.Parse(await twin.FirstLineAsync());
        return ready.RootElement.GetProperty("endpoints").GetProperty("sharksem").GetString()!;
    }

    private static async Task<InstrumentConfiguration> WriteInstrumentAsync(TemporaryFolder folder, string endpoint)
    {
        string shipped = await File.ReadAllTextAsync(Path.Combine(BuiltProgram.RepositoryRoot, "config", "instruments", "twin.yaml"), Token);
        string path = folder.PathOf("instrument.yaml");
        await AtomicFile.WriteTextAsync(path, shipped.Replace("port: 8300", $"port: {endpoint.Split(':')[1]}", StringComparison.Ordinal), Token);
        return await InstrumentConfiguration.LoadAsync(path, Token);
    }

    private static async Task<T> ChangeQueueAsync<T>(string path, Func<SampleQueue, Task<T>> change)
    {
        using DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions(), TimeProvider.System, Token);
        await ConfirmAsync(data);
        await using SampleQueue queue = await SampleQueue.OpenAsync(data, TimeProvider.System, Token);
        return await change(queue);
    }

    /// <summary>The sample lies in the middle of the holder that the daemon has, where the twin has its fine powder, and somebody saw it.</summary>
    private static async Task ConfirmAsync(DataFolder data)
    {
        HolderMap holder = HolderFile.Load(Path.Combine(BuiltProgram.RepositoryRoot, "config", "holders", "nine-stubs.yaml"));
        await using SampleLoading loading = await SampleLoading.OpenAsync(data, holder, TimeProvider.System, Token);
        await loading.LoadAsync("powder", "5", replaces: false, "tester", Token);
        await loading.ConfirmAsync("powder", "tester", Token);
    }

    /// <summary>Asks the instrument itself, over a connection of its own.</summary>
    private static async Task<InstrumentStatus> ReadAsync(InstrumentConfiguration instrument)
    {
        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(instrument, TimeProvider.System, NullLoggerFactory.Instance, Token);
        return await microscope.ReadStatusAsync(Token);
    }

    private static async Task ExposedAsync(string data, BuiltProgram serve, int more)
    {
        int before = await RunFolders.ExposuresAsync(data);
        await UntilAsync(async () => await RunFolders.ExposuresAsync(data) >= before + more, serve, $"{more} exposures");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, BuiltProgram serve, string what)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(2) && !serve.HasExited, $"Waited in vain for {what}. Standard output:\n{serve.Output}\nStandard error:\n{serve.Error}");
            await Task.Delay(50, Token);
        }
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Address();

    [GeneratedRegex("<link[^>]+href=\"([^\"]+\\.css[^\"]*)\"")]
    private static partial Regex Stylesheet();
}
