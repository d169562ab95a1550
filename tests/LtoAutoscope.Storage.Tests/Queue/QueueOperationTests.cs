using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Tests.Runs;

namespace LtoAutoscope.Storage.Tests.Queue;

public sealed class QueueOperationTests : IAsyncLifetime
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
    public async Task Candidates_PrioritiesAndHolds_HighestFirstAndHeldNotAtAll()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0), ("b", 5), ("c", 0), ("d", 5));
        Assert.Equal("b d a c", Order());
        await _queue.HoldJobAsync(jobs[1].JobId, "ada", "it is not dry yet", HoldCause.Person, Token);
        Assert.Equal("d a c", Order());
        Assert.Equal(("ada", "it is not dry yet"), (_queue.Find(jobs[1].JobId)!.Hold!.By, _queue.Find(jobs[1].JobId)!.Hold!.Reason));
        await _queue.ReleaseAsync(jobs[1].JobId, "ada", Token);
        Assert.Equal("b d a c", Order());
    }

    [Fact]
    public async Task PlaceAsync_PlannedJob_TakesTheStubAndIsReadThatWay()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0), ("b", 0));
        await _queue.HoldJobAsync(jobs[0].JobId, "ada", "to be made", HoldCause.Planned, Token);
        await Assert.ThrowsAsync<InputException>(() => _queue.HoldJobAsync(jobs[0].JobId, "ada", "wet", HoldCause.Person, Token));
        var other = new Stub("B2", 7, 0, 5);
        await Assert.ThrowsAsync<InputException>(() => _queue.PlaceAsync(jobs[1].JobId, other, "ada", Token));
        await _queue.PlaceAsync(jobs[0].JobId, other, "ada", Token);
        await _queue.PlaceAsync(jobs[0].JobId, other, "ada", Token);
        Assert.Equal("b", Order());
        await _queue.ReleaseAsync(jobs[0].JobId, "ada", Token);
        QueuedJob read = (await SampleQueue.ReadAsync(_data, Token))[0];
        Assert.Equal((other, "B2", null), (read.Stub, read.Sample.Stub, read.Hold));
    }

    [Fact]
    public async Task MoveNextAsync_BehindAHigherPriority_IsTheNext()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0), ("b", 5), ("c", 0));
        await _queue.MoveNextAsync(jobs[2].JobId, "ada", Token);
        Assert.Equal("c b a", Order());
        Assert.Equal(5, _queue.Find(jobs[2].JobId)!.Priority);
    }

    [Fact]
    public async Task MoveAsync_BeyondItsPriority_SaysWhyNot()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0), ("b", 5), ("c", 0));
        var error = await Assert.ThrowsAsync<InputException>(() => _queue.MoveToAsync(jobs[2].JobId, 1, "ada", Token));
        Assert.Contains("'b' at that place has the priority 5", error.What, StringComparison.Ordinal);
        await _queue.MoveToAsync(jobs[2].JobId, 2, "ada", Token);
        Assert.Equal("b c a", Order());
    }

    [Fact]
    public async Task CopyAsync_OfAWaitingJob_StandsBehindItAllOrNone()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0), ("b", 0));
        var stub = new Stub("A2", 20, 0, 5);
        IReadOnlyList<QueuedJob> copies = await _queue.CopyAsync(jobs[0].JobId, 3, stub, null, "bob", Token);
        Assert.Equal("a a a a b", Order());
        Assert.All(copies, copy => Assert.Equal((jobs[0].JobId, "A2", "A2", "bob"), (copy.CopyOf, copy.Stub.Name, copy.Sample.Stub, copy.By)));
        Assert.Equal(5, _queue.Jobs.Select(job => job.JobId).Distinct().Count());
        foreach (int count in (int[])[0, -1, 101]) await Assert.ThrowsAsync<InputException>(() => _queue.CopyAsync(jobs[0].JobId, count, null, null, "bob", Token));
        await _queue.RemoveAsync(copies[2].JobId, "bob", Token);
        QueuedJob added = (await AddAsync(("c", 0)))[0];
        Assert.DoesNotContain(copies, copy => copy.JobId == added.JobId);
    }

    [Fact]
    public async Task SuspendAsync_RunningJob_WaitsAgainWithItsRun()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0), ("b", 0));
        await _queue.StartAsync(jobs[0].JobId, "r1", Token);
        await _queue.SuspendAsync(jobs[0].JobId, "The window 'nights' closed.", Token);
        Assert.Equal(("a", "r1", RunState.Queued), (_queue.Next()!.Sample.Name, _queue.Next()!.RunId, _queue.Next()!.State));
        await Assert.ThrowsAsync<InputException>(() => _queue.SuspendAsync(jobs[1].JobId, "", Token));
    }

    [Fact]
    public async Task CancelAsync_AnyJobThatHasNotEnded_StaysInTheListWithItsReason()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0), ("b", 0));
        await _queue.StartAsync(jobs[0].JobId, "r1", Token);
        await _queue.HoldJobAsync(jobs[1].JobId, "ada", "wet", HoldCause.Person, Token);
        foreach (QueuedJob job in jobs) await _queue.CancelAsync(job.JobId, "ada", "wrong powder", Token);
        Assert.All(_queue.Jobs, job => Assert.Equal((RunState.Cancelled, "wrong powder", true), (job.State, job.Reason, job.Hold is null)));
        Assert.Empty(_queue.Candidates());
        Assert.Contains("cancelled", (await Assert.ThrowsAsync<InputException>(() => _queue.CancelAsync(jobs[0].JobId, "ada", "", Token))).What, StringComparison.Ordinal);
        Assert.Contains("duplicated", (await Assert.ThrowsAsync<InputException>(() => _queue.RequeueAsync(jobs[0].JobId, "ada", Token))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangeAsync_WindowAndPriority_AreCheckedAndKept()
    {
        QueuedJob job = (await AddAsync(("a", 0)))[0];
        var window = new JobWindow(SampleData.Evening, SampleData.Evening.AddHours(8));
        await _queue.ChangeAsync(job.JobId, -7, window, "ada", Token);
        await ReopenAsync();
        Assert.Equal((-7, window), (_queue.Jobs[0].Priority, _queue.Jobs[0].Window));
        var both = await Assert.ThrowsAsync<InputException>(() => _queue.ChangeAsync(job.JobId, 101, new JobWindow(SampleData.Evening, SampleData.Evening), "ada", Token));
        Assert.Contains("priority", both.What, StringComparison.Ordinal);
        Assert.Contains("window", both.What, StringComparison.Ordinal);
        await _queue.ChangeAsync(job.JobId, 0, null, "ada", Token);
        Assert.Null(_queue.Jobs[0].Window);
    }

    [Fact]
    public async Task HoldJobAsync_LeftRunningByADeadProcess_WaitsHeldWithItsRun()
    {
        QueuedJob job = (await AddAsync(("a", 0)))[0];
        await _queue.StartAsync(job.JobId, "r1", Token);
        await ReopenAsync();
        await _queue.HoldJobAsync(job.JobId, "the program", "Nobody has confirmed it.", HoldCause.Sample, Token);
        Assert.Equal((RunState.Queued, "r1"), (_queue.Jobs[0].State, _queue.Jobs[0].RunId));
        Assert.Null(_queue.Next());
    }

    [Fact]
    public async Task Operations_ThatDoNotFit_NameTheJobAndItsState()
    {
        QueuedJob job = (await AddAsync(("a", 0)))[0];
        await Assert.ThrowsAsync<InputException>(() => _queue.ReleaseAsync(job.JobId, "x", Token));
        await _queue.StartAsync(job.JobId, "r1", Token);
        await _queue.CompleteAsync(job.JobId, Token);
        Func<Task>[] operations =
        [
            () => _queue.HoldJobAsync(job.JobId, "x", "", HoldCause.Person, Token), () => _queue.MoveNextAsync(job.JobId, "x", Token), () => _queue.MoveToAsync(job.JobId, 1, "x", Token),
            () => _queue.CancelAsync(job.JobId, "x", "", Token), () => _queue.ChangeAsync(job.JobId, 1, null, "x", Token), () => _queue.SuspendAsync(job.JobId, "", Token),
        ];
        foreach (Func<Task> operation in operations)
        {
            var error = await Assert.ThrowsAsync<InputException>(operation);
            Assert.Contains("completed", error.What, StringComparison.Ordinal);
            Assert.Contains("sample 'a'", error.Where, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OpenAsync_JournalOfAnOlderVersion_GivesTheSameQueue()
    {
        await _queue.DisposeAsync();
        string path = Path.Combine(_data.Queue, SampleQueue.JournalName);
        await using (NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, TimeProvider.System, Token))
        {
            // The lines as they were before jobs had priorities, windows and holds.
            const string Old = """{"job":{"job_id":"job-0001","sample":{"name":"a","description":"","stub":"A1","material":"lto","expected_diameter_nm":70,"scale_note":null},"recipe":{"name":"standard"},"stub":{"name":"A1","x_mm":0,"y_mm":0,"radius_mm":5,"height_mm":0},"truth":null,"by":"ada","added_at":"2026-03-14T18:00:00+00:00","state":"queued","run_id":null,"started_at":null,"ended_at":null,"reason":""}}""";
            await journal.AppendAsync(QueueEventKind.Added, System.Text.Json.Nodes.JsonNode.Parse(Old)!.AsObject(), Token);
            await journal.AppendAsync(QueueEventKind.Started, new() { ["job_id"] = "job-0001", ["run_id"] = "r1" }, Token);
            await journal.AppendAsync(QueueEventKind.Stopped, new() { ["job_id"] = "job-0001", ["by"] = "ada", ["reason"] = "lunch" }, Token);
            await journal.AppendAsync("a_word_of_a_later_version", new() { ["job_id"] = "job-0001" }, Token);
        }

        _queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token);
        QueuedJob job = Assert.Single(_queue.Jobs);
        Assert.Equal((RunState.Stopped, "lunch", "r1", 0), (job.State, job.Reason, job.RunId, job.Priority));
        await _queue.RequeueAsync("job-0001", "ada", Token);
        Assert.Equal("r1", _queue.Next()!.RunId);
    }

    private string Order() => string.Join(' ', _queue.Candidates().Select(job => job.Sample.Name));

    private async Task<QueuedJob[]> AddAsync(params (string Name, int Priority)[] jobs)
    {
        List<QueuedJob> added = [];
        foreach ((string name, int priority) in jobs)
            added.Add(await _queue.AddAsync(new NewJob { Sample = SampleData.Sample(name), Recipe = SampleData.Recipe(), Stub = Place, Priority = priority }, "ada", Token));
        return [.. added];
    }

    private async Task ReopenAsync()
    {
        await _queue.DisposeAsync();
        _queue = await SampleQueue.OpenAsync(_data, TimeProvider.System, Token);
    }

    [Fact]
    public async Task Hold_ProposalHeldByAPerson_StaysAProposal()
    {
        QueuedJob[] jobs = await AddAsync(("a", 0));
        QueuedJob job = jobs[0];
        await _queue.HoldJobAsync(job.JobId, "ada", "Proposed.", HoldCause.Approval, Token);
        await Assert.ThrowsAsync<InputException>(() => _queue.HoldJobAsync(job.JobId, "ada", "", HoldCause.Person, Token));
        Assert.Equal(HoldCause.Approval, _queue.Find(job.JobId)!.Hold!.Cause);
    }
}
