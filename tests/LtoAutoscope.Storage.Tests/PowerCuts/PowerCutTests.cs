using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Doses;
using LtoAutoscope.Storage.Index;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Tests.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Storage.Tests.PowerCuts;

/// <summary>What a power cut leaves on the disk, met by the parts that own the files.</summary>
public sealed class PowerCutTests : IAsyncLifetime
{
    private const int CutsAJournal = 9;
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
        => _data = await DataFolder.OpenAsync(Path.Combine(_folder.FullPath, "data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Queue_TornLastLine_KeepsTheJobsBeforeAndTakesTheNext()
    {
        await using (SampleQueue queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token))
            foreach (string name in (string[])["a", "b", "c"]) await AddAsync(queue, name);
        await TearAsync(Path.Combine(_data.Queue, SampleQueue.JournalName), async () =>
        {
            await using SampleQueue queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token);
            Assert.Equal(["a", "b"], queue.Jobs.Select(job => job.Sample.Name));
            await AddAsync(queue, "d");
            Assert.Equal(3, queue.Jobs.Count);
        });
    }

    [Fact]
    public async Task Doses_TornLastLine_KeepTheExposuresBefore()
    {
        await using (DoseLedger ledger = await DoseLedger.OpenAsync(_data, "a", TimeProvider.System, Token))
            for (int i = 1; i <= 3; i++) await ledger.BookAsync(Entry(i), Token);
        await TearAsync(Path.Combine(_data.Doses, "a.ndjson"), async () =>
        {
            await using DoseLedger ledger = await DoseLedger.OpenAsync(_data, "a", TimeProvider.System, Token);
            Assert.Equal([Entry(1), Entry(2)], ledger.Entries);
            await ledger.BookAsync(Entry(4), Token);
        });
    }

    [Theory]
    [InlineData("runs/r/journal.ndjson")]
    [InlineData("alerts/journal.ndjson")]
    [InlineData("models/journal.ndjson")]
    public async Task Journal_TornLastLine_IsCutOffAndKeptBeside(string relative)
    {
        string path = Path.Combine(_data.Root, relative);
        await using (NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, TimeProvider.System, Token))
            for (int i = 1; i <= 3; i++) await journal.AppendAsync("step", new JsonObject { ["number"] = i, ["text"] = "µ" }, Token);
        await TearAsync(path, async () =>
        {
            await using NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, TimeProvider.System, Token);
            Assert.Equal([1, 2], journal.Events.Select(line => line.Data["number"]!.GetValue<int>()));
            Assert.Equal(3, (await journal.AppendAsync("step", [], Token)).Sequence);
            Assert.NotEmpty(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.torn-*"));
        });
    }

    [Fact]
    public async Task Run_EveryRemnantAtOnce_IsNamedByVerify()
    {
        RunFolder run = await RunBuilder.BuildAsync(_data, "20260314-180000-a", "a", 5, complete: true, Token);
        byte[] whole = await File.ReadAllBytesAsync(run.PathOf("frames/a01-f0001.tif"), Token);
        await File.WriteAllBytesAsync(run.PathOf("frames/a01-f0001.tif"), whole[..(whole.Length / 2)], Token);
        await File.WriteAllBytesAsync(run.PathOf("frames/a01-f0002.tif"), [], Token);
        File.Move(run.PathOf("frames/a01-f0003.tif"), run.PathOf($"frames/a01-f0003.tif.0123{AtomicFile.TemporarySuffix}"));
        File.Delete(run.PathOf("frames/a01-f0004.tif"));
        await File.AppendAllTextAsync(run.JournalPath, "{\"seq\":99,\"time\":\"20", Token);

        VerifyReport report = await RunVerifier.VerifyAsync(run.FolderPath, Token);
        string[] grave = [.. report.Problems.Where(problem => !problem.IsHarmless).Select(problem => $"{Path.GetFileName(problem.Where)}: {problem.What[..18]}")];
        Assert.Equal(["a01-f0001.tif: the file has the S", "a01-f0002.tif: the file is empty:", "a01-f0003.tif: the file is missin", "a01-f0004.tif: the file is missin"], grave);
        Assert.Equal(2, report.Problems.Count(problem => problem.IsHarmless));

        // The next opening clears what was never finished, and nothing else.
        _data.Dispose();
        _data = await DataFolder.OpenAsync(_data.Root, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        Assert.Empty(Directory.GetFiles(run.FolderPath, "*" + AtomicFile.TemporarySuffix, SearchOption.AllDirectories));
        Assert.Equal(4, (await RunVerifier.VerifyAsync(run.FolderPath, Token)).Problems.Count(problem => !problem.IsHarmless));
    }

    [Fact]
    public async Task Index_DamagedInAFolderWithEverything_IsMadeAgain()
    {
        RunFolder run = await RunBuilder.BuildAsync(_data, "20260314-180000-a", "a", 2, complete: true, Token);
        await RunChecksums.WriteAsync(run, Token);
        await using (SampleQueue queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token)) await AddAsync(queue, "b");
        await using (DoseLedger ledger = await DoseLedger.OpenAsync(_data, "a", TimeProvider.System, Token)) await ledger.BookAsync(Entry(1), Token);
        foreach (string relative in (string[])["nights/2026-03-14/night.json", "alerts/note.json", "timing/times.json", "backups/x.tar.gz", "runs/20260314-180000-a/evidence/i001.jpg"])
            await AtomicFile.WriteTextAsync(Path.Combine(_data.Root, relative), "{}", Token);
        using (LabIndex index = await LabIndex.OpenAsync(_data, Token)) Assert.Single(await index.RunsAsync(null, Token));

        string database = Path.Combine(_data.Index, "lab.db");
        byte[] bytes = await File.ReadAllBytesAsync(database, Token);
        for (int i = 8192; i < bytes.Length; i += 3) bytes[i] ^= 0x5A;
        await File.WriteAllBytesAsync(database, bytes, Token);
        using LabIndex again = await LabIndex.OpenAsync(_data, Token);
        Assert.Equal(run.RunId, Assert.Single(await again.RunsAsync(null, Token)).RunId);
        RebuildReport report = await again.RebuildAsync(_data, null, Token);
        Assert.Equal((1, 2, 1, 0), (report.Runs, report.Frames, report.Jobs, report.Problems.Count));
    }

    /// <summary>Cuts the last line at several lengths and flips a bit in it, and lets the owner open what is left each time.</summary>
    private static async Task TearAsync(string path, Func<Task> open)
    {
        byte[] whole = await File.ReadAllBytesAsync(path, Token);
        int last = whole.AsSpan(..^1).LastIndexOf((byte)'\n') + 1;
        for (int i = 0; i < CutsAJournal; i++)
        {
            byte[] left = [.. whole[..(last + (whole.Length - last) * i / CutsAJournal)]];
            if (i == 0)
            {
                left = [.. whole];
                left[^12] ^= 1;
            }

            await File.WriteAllBytesAsync(path, left, Token);
            await open();
        }
    }

    private static DoseEntry Entry(int number) => new(SampleData.Evening, "r", $"a01-f{number:0000}", number, 0, 3, 2, 12.5);

    private static Task AddAsync(SampleQueue queue, string sample)
        => queue.AddAsync(new Sample { Name = sample, Stub = "1" }, new Recipe { Name = "r" }, new Stub("1", 0, 0, 3), null, "tester", Token);
}
