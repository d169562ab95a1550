using System.Text.Json;
using CsCheck;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Tests.Runs;

namespace LtoAutoscope.Storage.Tests.Queue;

public sealed class SampleQueueTests : IAsyncLifetime
{
    private static readonly Stub Place = new("A1", 0, 0, 5);
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private SampleQueue _queue = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AddAsync_Three_KeepsOrderAndRaisesChanged()
    {
        int changes = 0;
        _queue.Changed += () => changes++;
        await AddAsync("a", "b", "c");
        Assert.Equal("a b c", Order());
        Assert.Equal(3, changes);
        Assert.Equal("a", _queue.Next()!.Sample.Name);
    }

    [Fact]
    public async Task MoveAsync_UpDownNextAndBeyondTheEnds_GivesTheOrder()
    {
        QueuedJob[] jobs = await AddAsync("a", "b", "c", "d");
        await _queue.MoveAsync(jobs[2].JobId, -1, "x", Token);
        Assert.Equal("a c b d", Order());
        await _queue.MoveAsync(jobs[0].JobId, 2, "x", Token);
        Assert.Equal("c b a d", Order());
        await _queue.MoveNextAsync(jobs[3].JobId, "x", Token);
        Assert.Equal("d c b a", Order());
        await _queue.MoveAsync(jobs[3].JobId, 99, "x", Token);
        Assert.Equal("c b a d", Order());
    }

    [Fact]
    public async Task MoveAsync_BesideARunningJob_MovesAmongTheWaitingOnes()
    {
        QueuedJob[] jobs = await AddAsync("a", "b", "c");
        await _queue.StartAsync(jobs[0].JobId, "r1", Token);
        await _queue.MoveAsync(jobs[2].JobId, -5, "x", Token);
        Assert.Equal("a c b", Order());
        await Assert.ThrowsAsync<InputException>(() => _queue.MoveAsync(jobs[0].JobId, 1, "x", Token));
    }

    [Fact]
    public async Task OpenAsync_ProcessDiedWhileRunning_FindsTheInterruptedJobFirst()
    {
        QueuedJob[] jobs = await AddAsync("a", "b", "c");
        await _queue.StartAsync(jobs[0].JobId, "r1", Token);
        await _queue.CompleteAsync(jobs[0].JobId, Token);
        await _queue.StartAsync(jobs[1].JobId, "r2", Token);
        await ReopenAsync();
        QueuedJob interrupted = Assert.Single(_queue.InterruptedAtOpening);
        Assert.Equal("r2", interrupted.RunId);
        Assert.Equal(jobs[1].JobId, _queue.Next()!.JobId);
    }

    [Fact]
    public async Task RequeueAsync_AfterAStop_KeepsTheRunAndThePlace()
    {
        QueuedJob[] jobs = await AddAsync("a", "b");
        await _queue.StartAsync(jobs[0].JobId, "r1", Token);
        await _queue.HoldAsync(jobs[0].JobId, "ada", "lunch", Token);
        Assert.Equal((RunState.Stopped, "lunch"), (_queue.Jobs[0].State, _queue.Jobs[0].Reason));
        Assert.Equal("b", _queue.Next()!.Sample.Name);
        await _queue.RequeueAsync(jobs[0].JobId, "ada", Token);
        Assert.Equal(("a", "r1"), (_queue.Next()!.Sample.Name, _queue.Next()!.RunId));
    }

    [Fact]
    public async Task Operations_ThatDoNotFit_AreRefusedAndLeaveNoLine()
    {
        QueuedJob[] jobs = await AddAsync("a");
        await _queue.StartAsync(jobs[0].JobId, "r1", Token);
        long length = new FileInfo(Path.Combine(_data.Queue, SampleQueue.JournalName)).Length;
        await Assert.ThrowsAsync<InputException>(() => _queue.RemoveAsync(jobs[0].JobId, "x", Token));
        await Assert.ThrowsAsync<InputException>(() => _queue.RequeueAsync(jobs[0].JobId, "x", Token));
        await Assert.ThrowsAsync<InputException>(() => _queue.StartAsync("job-9999", "r1", Token));
        var both = await Assert.ThrowsAsync<InputException>(() => _queue.AddAsync(SampleData.Sample() with { Stub = "" }, SampleData.Recipe() with { ParticleGoal = 0 }, Place, null, "x", Token));
        Assert.Contains("sample stub", both.What, StringComparison.Ordinal);
        Assert.Contains("recipe particle_goal", both.What, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(Path.Combine(_data.Queue, SampleQueue.JournalName)).Length);
    }

    [Fact]
    public async Task Reopened_AfterAnyOperations_IsTheSame()
    {
        await Gen.Select(Gen.Int[0, 7], Gen.Int[0, 9], Gen.Int[-3, 3]).Array[0, 40].SampleAsync(async operations =>
        {
            foreach ((int operation, int place, int by) in operations)
            {
                string id = _queue.Jobs.Count == 0 ? "none" : _queue.Jobs[place % _queue.Jobs.Count].JobId;
                try
                {
                    await (operation switch
                    {
                        0 or 1 => _queue.AddAsync(SampleData.Sample($"s{place}"), SampleData.Recipe(), Place, new GroundTruth(70, 1.1), "x", Token),
                        2 => _queue.MoveAsync(id, by, "x", Token),
                        3 => _queue.RemoveAsync(id, "x", Token),
                        4 => _queue.StartAsync(id, "run", Token),
                        5 => _queue.CompleteAsync(id, Token),
                        6 => _queue.HoldAsync(id, "x", "why", Token),
                        _ => _queue.RequeueAsync(id, "x", Token),
                    });
                }
                catch (InputException)
                {
                    // Refused operations change nothing.
                }
            }

            string before = JsonSerializer.Serialize(_queue.Jobs, DomainJson.Line);
            Assert.Equal(before, JsonSerializer.Serialize(await SampleQueue.ReadAsync(_data, Token), DomainJson.Line));
            await ReopenAsync();
            Assert.Equal(before, JsonSerializer.Serialize(_queue.Jobs, DomainJson.Line));
        }, iter: 10, threads: 1);
    }

    [Fact]
    public async Task AddAsync_ManyThreads_GivesEachJobItsOwnId()
    {
        await Parallel.ForAsync(0, 50, Token, async (i, token) => await _queue.AddAsync(SampleData.Sample($"s{i}"), SampleData.Recipe(), Place, null, "x", token));
        Assert.Equal(50, _queue.Jobs.Select(job => job.JobId).Distinct().Count());
    }

    private string Order() => string.Join(' ', _queue.Jobs.Select(job => job.Sample.Name));

    private async Task<QueuedJob[]> AddAsync(params string[] names)
    {
        List<QueuedJob> jobs = [];
        foreach (string name in names) jobs.Add(await _queue.AddAsync(SampleData.Sample(name), SampleData.Recipe(), Place, null, "ada", Token));
        return [.. jobs];
    }

    private async Task ReopenAsync()
    {
        await _queue.DisposeAsync();
        _queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token);
    }
}
