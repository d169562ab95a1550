using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people and programs may ask of the laboratory, in the name of whoever signed in. Pages and API alike call these; what does not fit throws <see cref="Domain.InputException"/>.</summary>
/// <param name="lab">The laboratory.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
/// <param name="actors">Who asks.</param>
/// <param name="gate">Refuses edits of an older version.</param>
public sealed partial class LabCommands(ILab lab, CommandDesk desk, ActorSource actors, QueueGate gate)
{
    /// <summary>The version of the queue, or of the job, on which the edits of this request are made (<see cref="QueueVersion"/>); null edits whatever is there.</summary>
    public string? ExpectedQueue { get; set; }

    /// <summary>Blanks the beam and halts the stage now. Nothing takes it back, a browser that gives up least of all.</summary>
    public Task<StopReport> StopAsync() => desk.DoAsync(new Command(Permission.Stop, "instrument.stop") { State = LabState }, by => lab.StopAsync(by, CancellationToken.None));

    /// <summary>Parks after a stop or a pause; the job stays resumable.</summary>
    public Task<StopReport> ParkAsync(CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "instrument.park") { State = LabState }, by => lab.ParkAsync(by, cancellationToken));

    /// <summary>Calls the stopped job off and parks; what was counted is kept.</summary>
    public Task<JobView?> AbortAsync(CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "lab.abort", lab.Current.Queue.LastOrDefault(job => job.State == RunState.Stopped)?.JobId ?? "") { State = LabState }, by => lab.AbortAsync(by, cancellationToken));

    /// <summary>Holds the queue after the present frame, or after the present sample.</summary>
    public Task PauseAsync(bool afterSample, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, afterSample ? "lab.pause_after_sample" : "lab.pause_after_frame") { State = LabState }, by => lab.PauseAsync(afterSample, by, cancellationToken));

    /// <summary>Goes on after a stop, a pause or a fault.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "lab.resume") { State = LabState }, by => lab.ResumeAsync(by, cancellationToken));

    /// <summary>Ends acquisition of the present sample; what was counted is kept.</summary>
    public Task SkipAsync(CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "lab.skip_sample", lab.Current.Running?.Job.Sample.Name ?? "") { Owner = lab.Current.Running?.Job.By ?? "", State = LabState }, by => lab.SkipSampleAsync(by, cancellationToken));

    /// <summary>Queues a job. From somebody who may not run the queue it is a proposal, which waits for approval.</summary>
    public async Task<JobView> EnqueueAsync(JobRequest request, CancellationToken cancellationToken)
    {
        Actor actor = await actors.CurrentAsync();
        bool proposed = !Permissions.May(actor.User, Permission.Run);
        string sample = request.Sample?.Name ?? request.SampleName;
        return await desk.DoAsync(
            new Command(Permission.Propose, proposed ? "queue.propose" : "queue.add", sample) { Owner = actor.Name, State = () => Jobs(job => job.Sample.Name == sample) },
            by => lab.EnqueueAsync(request with { Proposed = request.Proposed || proposed, Confirmed = request.Confirmed && !proposed }, by, cancellationToken));
    }

    /// <summary>Approves a proposal: it waits for its turn from now on.</summary>
    public Task<JobView> ApproveAsync(string jobId, CancellationToken cancellationToken)
        => EditAsync(jobId, Of(Permission.Approve, "queue.approve", jobId) with { Owner = "" }, by => lab.ApproveJobAsync(jobId, by, cancellationToken));

    /// <summary>Makes copies of a job, 1…100.</summary>
    public async Task<IReadOnlyList<JobView>> CopyAsync(string jobId, int count, CancellationToken cancellationToken)
    {
        bool proposed = !Permissions.May((await actors.CurrentAsync()).User, Permission.Run);
        return await EditAsync(jobId, Of(Permission.Run, "queue.copy", jobId), by => lab.CopyJobAsync(jobId, count, proposed, by, cancellationToken));
    }

    /// <summary>Moves a waiting job up (−1) or down (+1) among those of its priority.</summary>
    public Task<JobView> MoveAsync(string jobId, int by, CancellationToken cancellationToken)
        => EditAsync(jobId, Of(Permission.Run, "queue.move", jobId) with { Owner = "" }, person => lab.MoveJobAsync(jobId, by, person, cancellationToken));

    /// <summary>Moves a waiting job to a place among the waiting ones, 1 for the first.</summary>
    public Task<JobView> MoveToAsync(string jobId, int place, CancellationToken cancellationToken)
        => EditAsync(jobId, Of(Permission.Run, "queue.move", jobId) with { Owner = "" }, by => lab.MoveJobToAsync(jobId, place, by, cancellationToken));

    /// <summary>Makes a waiting job the next.</summary>
    public Task<JobView> MoveNextAsync(string jobId, CancellationToken cancellationToken)
        => EditAsync(jobId, Of(Permission.Run, "queue.run_next", jobId) with { Owner = "" }, by => lab.MoveJobNextAsync(jobId, by, cancellationToken));

    /// <summary>Passes a waiting job over until it is resumed.</summary>
    public Task<JobView> HoldAsync(string jobId, string reason, CancellationToken cancellationToken)
        => EditAsync(jobId, Of(Permission.Run, "queue.hold", jobId, reason), by => lab.HoldJobAsync(jobId, reason, by, cancellationToken));

    /// <summary>Lets a held, stopped or failed job wait again.</summary>
    public async Task<JobView> ResumeJobAsync(string jobId, CancellationToken cancellationToken)
    {
        string person = (await actors.CurrentAsync()).Name;
        Command command = Of(Permission.Run, "queue.resume", jobId);
        // Who owns a job may let go what was held by the own hand, not what somebody who runs the queue held.
        if (lab.Current.Queue.FirstOrDefault(job => job.JobId == jobId)?.Hold is { Cause: HoldCause.Person } hold && hold.By != person) command = command with { Owner = "" };
        return await EditAsync(jobId, command, by => lab.ResumeJobAsync(jobId, by, cancellationToken));
    }

    /// <summary>Calls a job off; what was counted is kept.</summary>
    public Task<JobView> CancelAsync(string jobId, string reason, CancellationToken cancellationToken)
        => desk.DoAsync(Of(Permission.Run, "queue.cancel", jobId, reason), async by =>
        {
            // The end of a running job is waited for, and nobody else is to wait with it.
            await gate.RequireAsync(ExpectedQueue, jobId, cancellationToken);
            return await lab.CancelJobAsync(jobId, reason, by, cancellationToken);
        });

    /// <summary>Sets priority and window; a null leaves what is there.</summary>
    public Task<JobView> ChangeAsync(string jobId, int? priority, JobWindow? window, CancellationToken cancellationToken)
        => EditAsync(jobId, Of(Permission.Run, "queue.change", jobId) with { Owner = priority is null ? OwnerOf(jobId) : "" }, by => lab.ChangeJobAsync(jobId, priority, window, by, cancellationToken));

    /// <summary>Takes a job that does not run out of the queue.</summary>
    public Task RemoveAsync(string jobId, CancellationToken cancellationToken)
        => EditAsync(jobId, Of(Permission.Run, "queue.remove", jobId), async by =>
        {
            await lab.RemoveJobAsync(jobId, by, cancellationToken);
            return true;
        });

    private Task<T> EditAsync<T>(string jobId, Command command, Func<string, Task<T>> edit) => desk.DoAsync(command, by => gate.EditAsync(ExpectedQueue, jobId, () => edit(by)));

    private Command Of(Permission permission, string action, string jobId, string reason = "")
        => new(permission, action, jobId) { Owner = OwnerOf(jobId), Reason = reason, State = () => Jobs(job => job.JobId == jobId).FirstOrDefault() };

    private string OwnerOf(string jobId) => lab.Current.Queue.FirstOrDefault(job => job.JobId == jobId)?.By ?? "";

    private object LabState() => new { lab.Current.State, lab.Current.StateDetail };

    private IReadOnlyList<object> Jobs(Func<JobView, bool> which)
        => [.. lab.Current.Queue.Select((job, i) => (Job: job, Place: i + 1)).Where(row => which(row.Job)).Select(row => (object)new
        {
            row.Job.JobId, sample = row.Job.Sample.Name, stub = row.Job.Sample.Stub, row.Place, row.Job.State, row.Job.Priority, row.Job.Window, hold = row.Job.Hold?.Reason,
        })];
}
