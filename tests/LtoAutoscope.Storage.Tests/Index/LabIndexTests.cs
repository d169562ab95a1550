using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Index;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Tests.Runs;

namespace LtoAutoscope.Storage.Tests.Index;

public sealed class LabIndexTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private string IndexPath => Path.Combine(_data.Index, LabIndex.FileName);

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        await RunBuilder.BuildAsync(_data, "20260314-180000-a", "a", 3, complete: true, Token);
        await RunBuilder.BuildAsync(_data, "20260314-190000-b", "b", 2, complete: false, Token);
        await using SampleQueue queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token);
        await queue.AddAsync(SampleData.Sample("a"), SampleData.Recipe(), new Stub("A1", 0, 0, 5), null, "ada", Token);
        await queue.AddAsync(SampleData.Sample("b"), SampleData.Recipe(), new Stub("A2", 9, 0, 5), null, "ada", Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OpenAsync_NoFile_IsMadeFromTheFiles()
    {
        using LabIndex index = await LabIndex.OpenAsync(_data, Token);
        IReadOnlyList<IndexedRun> runs = await index.RunsAsync(null, Token);
        Assert.Equal(["20260314-190000-b", "20260314-180000-a"], runs.Select(run => run.RunId));
        IndexedRun done = runs[1];
        Assert.Equal((RunState.Completed, 3, 3, 6), (done.State, done.FramesAccepted, done.FramesTotal, done.Particles));
        Assert.Equal((70.5, 0.91, 0.905), (done.MedianDiameterNm, done.Ce1Model, done.Ce1Regression));
        Assert.Equal((RunState.Running, 4), (runs[0].State, runs[0].Particles));
        Assert.Null(runs[0].Ce1Model);
        Assert.Equal(["a01-f0001", "a01-f0002", "a01-f0003"], (await index.FramesAsync(done.RunId, Token)).Select(frame => frame.FrameId));
        Assert.Equal(["a", "b"], (await index.JobsAsync(Token)).Select(job => job.Sample.Name));
        Assert.Equal("a", Assert.Single(await index.RunsAsync(new RunFilter(State: RunState.Completed), Token)).SampleName);
    }

    [Fact]
    public async Task RebuildAsync_AfterIncrementalUpdates_IsEqual()
    {
        using LabIndex index = await LabIndex.OpenAsync(_data, Token);
        RunFolder run = await RunFolder.OpenAsync(_data, "20260314-190000-b", Token);
        await using (IRunJournal journal = await run.OpenJournalAsync(TimeProvider.System, Token))
        {
            for (int i = 3; i < 8; i++)
            {
                await RunBuilder.AddFrameAsync(run, journal, $"a02-f{i:0000}", Token);
                await index.UpdateRunAsync(run, Token);
            }

            await journal.AppendAsync(RunEventKind.ExposureIntended, new JsonObject { ["frame_id"] = "a02-f0009" }, Token);
            await journal.AppendAsync(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "a02-f0009", ["reason"] = "blurred", ["final"] = true }, Token);
            await journal.AppendAsync(RunEventKind.RunFailed, new JsonObject { ["reason"] = "vacuum lost" }, Token);
            await index.UpdateRunAsync(run, Token);
        }

        string incremental = await DumpAsync(index);
        Assert.Contains("vacuum lost", incremental, StringComparison.Ordinal);
        List<RebuildProgress> told = [];
        RebuildReport report = await index.RebuildAsync(_data, new Immediate<RebuildProgress>(told.Add), Token);
        Assert.Equal((2, 11, 2), (report.Runs, report.Frames, report.Jobs));
        Assert.Empty(report.Problems);
        Assert.Equal(new RebuildProgress(2, 2), told[^1]);
        Assert.Equal(incremental, await DumpAsync(index));
    }

    [Fact]
    public async Task OpenAsync_FilesChangedWhileClosed_CatchesUp()
    {
        using (await LabIndex.OpenAsync(_data, Token))
        {
        }

        Directory.Delete(_data.RunPath("20260314-180000-a"), recursive: true);
        RunFolder run = await RunFolder.OpenAsync(_data, "20260314-190000-b", Token);
        await using (IRunJournal journal = await run.OpenJournalAsync(TimeProvider.System, Token)) await RunBuilder.AddFrameAsync(run, journal, "a02-f0003", Token);
        await RunBuilder.BuildAsync(_data, "20260314-200000-c", "c", 1, complete: false, Token);

        using LabIndex index = await LabIndex.OpenAsync(_data, Token);
        string caughtUp = await DumpAsync(index);
        await index.RebuildAsync(_data, null, Token);
        Assert.Equal(await DumpAsync(index), caughtUp);
        Assert.Equal(3, (await index.FindRunAsync(run.RunId, Token))!.FramesAccepted);
        Assert.Empty(await index.FramesAsync("20260314-180000-a", Token));
        Assert.Null(index.RebuiltBecause);
    }

    [Fact]
    public async Task OpenAsync_FileIsNoDatabase_IsMovedAsideAndMadeAgain()
    {
        await File.WriteAllTextAsync(IndexPath, new string('?', 20_000), Token);
        using LabIndex index = await LabIndex.OpenAsync(_data, Token);
        Assert.NotNull(index.RebuiltBecause);
        Assert.True(File.Exists(Path.Combine(_data.Index, "lab.damaged.db")));
        Assert.Equal(2, (await index.RunsAsync(null, Token)).Count);
    }

    [Fact]
    public async Task OpenAsync_BytesOverwrittenOrOneBitFlipped_RecoversWithTheSameContent()
    {
        string expected;
        using (LabIndex index = await LabIndex.OpenAsync(_data, Token)) expected = await DumpAsync(index);
        byte[] good = await File.ReadAllBytesAsync(IndexPath, Token);
        var random = new Random(8);
        for (int attempt = 0; attempt < 30; attempt++)
        {
            byte[] damaged = [.. good];
            if (attempt % 2 == 0) random.NextBytes(damaged.AsSpan(random.Next(damaged.Length - 1024), 1024));
            else damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(IndexPath, damaged, Token);
            using LabIndex index = await LabIndex.OpenAsync(_data, Token);
            Assert.Equal(expected, await DumpAsync(index));
            await index.UpdateRunAsync(await RunFolder.OpenAsync(_data, "20260314-180000-a", Token), Token);
            Assert.Equal(expected, await DumpAsync(index));
        }
    }

    [Fact]
    public async Task OpenAsync_OtherVersion_IsMadeAgain()
    {
        using (var file = new LiteDB.LiteDatabase(IndexPath)) file.UserVersion = 99;
        using LabIndex index = await LabIndex.OpenAsync(_data, Token);
        Assert.Contains("version 99", index.RebuiltBecause!, StringComparison.Ordinal);
        Assert.Equal(2, (await index.RunsAsync(null, Token)).Count);
    }

    [Fact]
    public async Task OpenAsync_RunWithADamagedJournal_ShowsItAsFailed()
    {
        RunFolder run = await RunFolder.OpenAsync(_data, "20260314-180000-a", Token);
        byte[] bytes = await File.ReadAllBytesAsync(run.JournalPath, Token);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(run.JournalPath, bytes, Token);
        using LabIndex index = await LabIndex.OpenAsync(_data, Token);
        IndexedRun indexed = (await index.FindRunAsync(run.RunId, Token))!;
        Assert.Equal(RunState.Failed, indexed.State);
        Assert.Contains("line 1", indexed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateRunAsync_ManyWritersAndReadersAtOnce_LeavesASoundFile()
    {
        List<RunFolder> runs = [];
        for (int i = 0; i < 8; i++) runs.Add(await RunBuilder.BuildAsync(_data, $"20260315-00000{i}-w", "w", 2, complete: i % 2 == 0, Token));
        IReadOnlyList<QueuedJob> jobs = await SampleQueue.ReadAsync(_data, Token);
        using (LabIndex index = await LabIndex.OpenAsync(_data, Token))
        {
            await Parallel.ForAsync(0, 160, Token, async (i, token) =>
            {
                await index.UpdateRunAsync(runs[i % runs.Count], token);
                await index.UpdateQueueAsync(jobs, token);
                Assert.Equal(10, (await index.RunsAsync(null, token)).Count);
                Assert.Equal(2, (await index.FramesAsync(runs[i % runs.Count].RunId, token)).Count);
            });
            Assert.Null(index.RebuiltBecause);
        }

        using LabIndex again = await LabIndex.OpenAsync(_data, Token);
        Assert.Null(again.RebuiltBecause);
        string kept = await DumpAsync(again);
        await again.RebuildAsync(_data, null, Token);
        Assert.Equal(await DumpAsync(again), kept);
    }

    private static async Task<string> DumpAsync(LabIndex index)
    {
        IReadOnlyList<IndexedRun> runs = await index.RunsAsync(null, Token);
        List<object> all = [runs, await index.JobsAsync(Token)];
        foreach (IndexedRun run in runs) all.Add(await index.FramesAsync(run.RunId, Token));
        return JsonSerializer.Serialize(all, DomainJson.Line);
    }

    private sealed class Immediate<T>(Action<T> told) : IProgress<T>
    {
        public void Report(T value) => told(value);
    }
}
