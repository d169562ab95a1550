using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Index;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Samples;
using LtoAutoscope.Storage.Tests.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Storage.Tests.Backup;

public sealed class BackupTests : IAsyncLifetime
{
    private static readonly DataFolderOptions NoMinimum = new() { MinimumFreeBytes = 0 };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 14, 18, 0, 0, TimeSpan.Zero));
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder.FullPath, "archives");

    private string Config => Path.Combine(_folder.FullPath, "config");

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(Path.Combine(_folder.FullPath, "data"), NoMinimum, TimeProvider.System, Token);
        await RunBuilder.BuildAsync(_data, "20260314-180000-a", "a", 1, complete: true, Token);
        await new SampleStore(_data).SaveAsync(new Sample { Name = "a", Stub = "1" }, Token);
        await new AccountStore(_data, TimeProvider.System).CreateAdministratorAsync("admin", Token);
        await using (SampleQueue queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token)) await AddJobAsync(queue, "a");
        byte[] bytes = new byte[300_000];
        new Random(5).NextBytes(bytes);
        await AtomicFile.WriteAsync(Path.Combine(_data.Models, "unet", "2", "model.onnx"), bytes, Token);
        foreach (string relative in (string[])["cells/a-1.json", "recipes/own.yaml", "audit/2026.ndjson", "doses/a.ndjson", "nights/2026-03-14/night.json", "alerts/journal.ndjson", "timing/times.json", "golden/g/1/dataset.json", "datasets/d/1/dataset.json", "empty.json"])
            await AtomicFile.WriteTextAsync(Path.Combine(_data.Root, relative), relative == "empty.json" ? "" : $"this is {relative}\n", Token);
        await AtomicFile.WriteTextAsync(Path.Combine(Config, "recipes", "standard.yaml"), "name: standard\n", Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Restore_IntoAnEmptyFolder_GivesEveryByteBack()
    {
        BackupReport report = await WriteAsync(Config);
        using DataFolder other = await OpenAsync("other");
        string otherConfig = Path.Combine(_folder.FullPath, "other-config");
        RestoreReport restored = await BackupRestore.RestoreAsync(report.Archive, other, otherConfig, overwrite: false, _time, null, Token);

        IReadOnlyDictionary<string, string> before = Content(_data.Root), after = Content(other.Root);
        Assert.Contains("queue/journal.ndjson", before.Keys);
        Assert.Contains("accounts/admin.json", before.Keys);
        Assert.True(before.Count >= 14);
        Assert.Equal(before, after);
        Assert.Equal(Content(Config), Content(otherConfig));
        Assert.Equal(report.Files, restored.Written);
        Assert.Equal(["20260314-180000-a"], restored.RunsMissing);
        Assert.Single(await SampleQueue.ReadAsync(other, Token));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(other.Accounts, "admin.json")));
    }

    [Fact]
    public async Task Write_Manifest_NamesTheRunsAndLeavesTheirFoldersOut()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.Samples, "b.json.1.partial"), "half", Token);
        BackupManifest manifest = await BackupArchive.VerifyAsync((await WriteAsync()).Archive, Token);
        BackupRun run = Assert.Single(manifest.Runs);
        byte[] journal = await File.ReadAllBytesAsync(Path.Combine(_data.RunPath(run.RunId), "journal.ndjson"), Token);
        Assert.Equal((journal.Length, Convert.ToHexStringLower(SHA256.HashData(journal))), (run.JournalBytes, run.JournalSha256));
        Assert.DoesNotContain(manifest.Files, file => file.Path.Contains("/runs/", StringComparison.Ordinal) || file.Path.Contains("/index/", StringComparison.Ordinal)
            || file.Path.EndsWith("/lock", StringComparison.Ordinal) || file.Path.EndsWith(".partial", StringComparison.Ordinal) || file.Path.StartsWith("config/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_WhileTheQueueGrows_TakesWholeLinesOnly()
    {
        await using SampleQueue queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task growing = Task.Run(async () =>
        {
            for (int i = 0; !end.IsCancellationRequested; i++) await AddJobAsync(queue, $"s{i}");
        }, Token);
        List<string> archives = [];
        // On a loaded machine the queue may grow slowly: the last archive is to hold several jobs.
        for (int i = 0; i < 5 || queue.Jobs.Count < 3; i++) archives.Add((await WriteAsync()).Archive);
        archives.Add((await WriteAsync()).Archive);
        await end.CancelAsync();
        await growing;

        using DataFolder other = await OpenAsync("other");
        int jobs = 0;
        foreach (string archive in archives)
        {
            await BackupRestore.RestoreAsync(archive, other, null, overwrite: true, _time, null, Token);
            await using SampleQueue restored = await SampleQueue.OpenAsync(other, TimeProvider.System, Token);
            Assert.True(restored.Jobs.Count >= jobs);
            jobs = restored.Jobs.Count;
            Assert.Empty(Directory.GetFiles(other.Queue, "*.torn-*"));
        }

        Assert.True(jobs > 1);
    }

    [Fact]
    public async Task Write_TornLastLine_IsCutOff()
    {
        string journal = Path.Combine(_data.Queue, SampleQueue.JournalName);
        byte[] whole = await File.ReadAllBytesAsync(journal, Token);
        await File.AppendAllTextAsync(journal, "{\"seq\":2,\"ti", Token);
        BackupManifest manifest = await BackupArchive.VerifyAsync((await WriteAsync()).Archive, Token);
        Assert.Equal(whole.Length, manifest.Files.Single(file => file.Path == "data/queue/journal.ndjson").Bytes);
    }

    [Fact]
    public async Task Restore_ArchiveWithAnyByteChangedOrCutOff_IsRefusedAndWritesNothing()
    {
        string archive = (await WriteAsync()).Archive;
        byte[] sound = await File.ReadAllBytesAsync(archive, Token);
        using DataFolder other = await OpenAsync("other");
        var random = new Random(3);
        for (int i = 0; i < 12; i++)
        {
            byte[] bytes = [.. sound];
            bytes[random.Next(20, bytes.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(archive, i % 3 == 0 ? sound[..random.Next(1, sound.Length)] : bytes, Token);
            await Assert.ThrowsAsync<InputException>(() => BackupRestore.RestoreAsync(archive, other, null, overwrite: true, _time, null, Token));
            Assert.Empty(Content(other.Root));
        }
    }

    [Fact]
    public async Task Restore_OverOtherContent_IsRefusedUnlessToldAndKeepsWhatItReplaces()
    {
        string archive = (await WriteAsync()).Archive;
        string sample = Path.Combine(_data.Samples, "a.json");
        await AtomicFile.WriteTextAsync(sample, "newer", Token);
        await new SampleStore(_data).SaveAsync(new Sample { Name = "later", Stub = "2" }, Token);
        var refused = await Assert.ThrowsAsync<InputException>(() => BackupRestore.RestoreAsync(archive, _data, null, overwrite: false, _time, null, Token));
        Assert.Contains(Path.Combine("samples", "a.json"), refused.What, StringComparison.Ordinal);
        Assert.Equal("newer", await File.ReadAllTextAsync(sample, Token));

        RestoreReport report = await BackupRestore.RestoreAsync(archive, _data, null, overwrite: true, _time, null, Token);
        Assert.Equal([sample], report.Replaced);
        Assert.Equal(1, report.Written);
        Assert.Empty(report.RunsMissing);
        Assert.Equal("newer", await File.ReadAllTextAsync(Path.Combine(report.KeptIn!, "data", "samples", "a.json"), Token));
        Assert.Contains("\"a\"", await File.ReadAllTextAsync(sample, Token), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_data.Samples, "later.json")));
        using LabIndex index = await LabIndex.OpenAsync(_data, Token);
        Assert.Single(await index.RunsAsync(null, Token));
    }

    [Fact]
    public async Task Write_MoreThanAreKept_DeletesTheOldest()
    {
        List<string> archives = [];
        for (int i = 0; i < 5; i++)
        {
            archives.Add((await BackupWriter.WriteAsync(_data, null, Target, 3, "test", _time, null, Token)).Archive);
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(archives[2..], Directory.GetFiles(Target).Order());
    }

    [Theory]
    [InlineData("data/../../evil.txt")]
    [InlineData("data//evil.txt")]
    [InlineData("elsewhere/evil.txt")]
    public async Task Restore_EntryThatLeadsOutside_IsRefused(string entry)
    {
        string path = Path.Combine(_folder.FullPath, "crafted.tar.gz");
        await using (var zipped = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        await using (var tar = new TarWriter(zipped))
        {
            var manifest = new BackupManifest
            {
                Format = 1, MadeAt = DateTimeOffset.UnixEpoch, Machine = "m", SoftwareVersion = "v", DataFolder = "d", Runs = [],
                Files = [new BackupFile(entry, 4, Convert.ToHexStringLower(SHA256.HashData("evil"u8)))],
            };
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream("evil"u8.ToArray()) }, Token);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, DomainJson.File)) }, Token);
        }

        using DataFolder other = await OpenAsync("other");
        await Assert.ThrowsAsync<InputException>(() => BackupRestore.RestoreAsync(path, other, null, overwrite: true, _time, null, Token));
        Assert.Empty(Directory.GetFiles(_folder.FullPath, "evil.txt", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Write_IntoWhatIsBackedUp_IsRefused()
        => await Assert.ThrowsAsync<InputException>(() => BackupWriter.WriteAsync(_data, null, _data.Samples, 1, "test", _time, null, Token));

    [Fact]
    public async Task Write_IntoItsOwnFolder_DoesNotTakeEarlierArchives()
    {
        for (int i = 0; i < 2; i++) await BackupWriter.WriteAsync(_data, null, BackupWriter.DefaultFolder(_data), 0, "test", TimeProvider.System, null, Token);
        BackupReport report = await BackupWriter.WriteAsync(_data, null, BackupWriter.DefaultFolder(_data), 0, "test", TimeProvider.System, null, Token);
        Assert.True(report.OnSameDisk);
        Assert.DoesNotContain((await BackupArchive.VerifyAsync(report.Archive, Token)).Files, file => file.Path.StartsWith("data/backups/", StringComparison.Ordinal));
    }

    private Task<BackupReport> WriteAsync(string? config = null) => BackupWriter.WriteAsync(_data, config, Target, 0, "test", _time, null, Token);

    private Task<DataFolder> OpenAsync(string name) => DataFolder.OpenAsync(Path.Combine(_folder.FullPath, name), NoMinimum, TimeProvider.System, Token);

    private static Task AddJobAsync(SampleQueue queue, string sample)
        => queue.AddAsync(new Sample { Name = sample, Stub = "1" }, new Recipe { Name = "r" }, new Stub("1", 0, 0, 3), null, "tester", Token);

    /// <summary>Every file but those of runs and those that live with the process, as hex.</summary>
    private static Dictionary<string, string> Content(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Select(path => (Path: path, Relative: Path.GetRelativePath(root, path).Replace('\\', '/')))
        .Where(file => !file.Relative.StartsWith("runs/", StringComparison.Ordinal) && !file.Relative.StartsWith("index/", StringComparison.Ordinal) && file.Relative is not ("lock" or "lock.json"))
        .ToDictionary(file => file.Relative, file => Convert.ToHexString(File.ReadAllBytes(file.Path)));
}
