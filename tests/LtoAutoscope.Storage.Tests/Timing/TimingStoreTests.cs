using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Timing;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Timing;

namespace LtoAutoscope.Storage.Tests.Timing;

public sealed class TimingStoreTests
{
    private int _reads;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TimingReading Reading => new(1, (record, events) =>
    {
        _reads++;
        return events.Any(line => line.Kind == RunEventKind.RunCompleted)
            ? new RunTiming
            {
                RunId = record.RunId, Instrument = record.Instrument, Recipe = record.Recipe.Name, Material = "lto", EndedAt = events[^1].Time, WallS = events.Count, CellModel = "rve", Tiles = 1,
                Operations = ImmutableDictionary<TimedOperation, OperationTiming>.Empty.Add(TimedOperation.Focus, new OperationTiming(2, 5, 6, 2, 2, 2.5, 3)),
            }
            : null;
    });

    [Fact]
    public async Task Open_FileDeletedOrDamaged_IsMadeAgainFromTheJournals()
    {
        using var temporary = new TemporaryFolder();
        using DataFolder data = await DataFolder.OpenAsync(temporary.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        await RunAsync(data, "run-1", RunEventKind.RunCompleted);
        await RunAsync(data, "run-2", RunEventKind.RunStopped);
        string file = Path.Combine(data.Timing, TimingStore.FileName);
        using (TimingStore store = await TimingStore.OpenAsync(data, Reading, Token)) Assert.Equal(["run-1"], store.Runs.Select(run => run.RunId));
        byte[] first = await File.ReadAllBytesAsync(file, Token);
        foreach (Action harm in (Action[])[() => File.Delete(file), () => new FileStream(file, FileMode.Truncate).Dispose()])
        {
            harm();
            using TimingStore store = await TimingStore.OpenAsync(data, Reading, Token);
            RunTiming run = Assert.Single(store.Runs);
            Assert.Equal(5, run.Operations[TimedOperation.Focus].Seconds);
            Assert.True(run.OtherBytes > 0);
            Assert.Equal(first, await File.ReadAllBytesAsync(file, Token));
        }
    }

    [Fact]
    public async Task Open_KnownRuns_ReadsNoJournalAgain()
    {
        using var temporary = new TemporaryFolder();
        using DataFolder data = await DataFolder.OpenAsync(temporary.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        await RunAsync(data, "run-1", RunEventKind.RunCompleted);
        (await TimingStore.OpenAsync(data, Reading, Token)).Dispose();
        using TimingStore store = await TimingStore.OpenAsync(data, Reading, Token);
        Assert.Equal(1, _reads);
        Assert.False(await store.LearnAsync("run-1", Token));
        await RunAsync(data, "run-2", RunEventKind.RunCompleted);
        Assert.True(await store.LearnAsync("run-2", Token));
        Assert.False(await store.LearnAsync("run-2", Token));
        Assert.Equal(2, store.Runs.Count);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task Open_ReadingOfAnotherVersion_ReadsAllAgain()
    {
        using var temporary = new TemporaryFolder();
        using DataFolder data = await DataFolder.OpenAsync(temporary.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        await RunAsync(data, "run-1", RunEventKind.RunCompleted);
        (await TimingStore.OpenAsync(data, Reading, Token)).Dispose();
        (await TimingStore.OpenAsync(data, Reading with { Version = 2 }, Token)).Dispose();
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task Open_ReadOnly_LearnsAndWritesNothing()
    {
        using var temporary = new TemporaryFolder();
        using (DataFolder data = await DataFolder.OpenAsync(temporary.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token)) await RunAsync(data, "run-1", RunEventKind.RunCompleted);
        using DataFolder read = DataFolder.OpenReadOnly(temporary.FullPath);
        using TimingStore store = await TimingStore.OpenAsync(read, Reading, Token);
        Assert.Single(store.Runs);
        Assert.False(File.Exists(Path.Combine(read.Timing, TimingStore.FileName)));
    }

    private static async Task RunAsync(DataFolder data, string runId, string last)
    {
        RunFolder folder = await RunFolder.CreateAsync(data, new RunRecord
        {
            RunId = runId, Sample = new Sample { Name = "powder", Stub = "A" }, Recipe = new Recipe { Name = "standard" }, Instrument = "bench", CreatedAt = DateTimeOffset.UnixEpoch, SoftwareVersion = "test",
            SegmentationModel = "test", Stub = new Stub("A", 0, 0, 3),
        }, Token);
        await using NdjsonJournal journal = await folder.OpenJournalAsync(TimeProvider.System, Token);
        await journal.AppendAsync(RunEventKind.RunStarted, new JsonObject(), Token);
        await journal.AppendAsync(last, new JsonObject(), Token);
    }
}
