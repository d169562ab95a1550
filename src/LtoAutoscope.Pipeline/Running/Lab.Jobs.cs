using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Running;

/// <content>The operations of the queue.</content>
public sealed partial class Lab
{
    /// <summary>
    /// Queues a sample for a program that put it on its stub itself (the demo, a bench on the twin): it is confirmed, and a recipe whose version has another content is kept beside the first.
    /// </summary>
    public Task<JobView> EnqueueAsync(Sample sample, string recipeName, string by, GroundTruth? truth, int? particleGoal, CancellationToken cancellationToken)
        => EnqueueAsync(
            new JobRequest
            {
                Sample = sample, RecipeName = recipeName, Truth = truth, Goal = particleGoal is { } goal ? new JobGoal(goal) : null, Confirmed = true, AcceptsChangedRecipe = true,
            }, by, cancellationToken);

    /// <inheritdoc/>
    public async Task<JobView> EnqueueAsync(JobRequest request, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Sample sample = await SampleOfAsync(request, cancellationToken).ConfigureAwait(false);
        Recipe recipe = _library.Load(request.RecipeName), asked = WithGoal(recipe, request.Goal);
        Stub stub = Holder.Find(sample.Stub)
            ?? throw new InputException($"the holder '{Holder.Name}' has no stub '{sample.Stub}'", "stub", $"Choose one of {string.Join(", ", Holder.Stubs.Where(s => s.Grating is null).Select(s => s.Name))}");
        RequireMaterial(sample.Material);

        if (asked.Validate() is { Count: > 0 } faults) throw new InputException(string.Join("; ", faults), $"recipe '{request.RecipeName}'", "Correct these values");
        if (asked.Calibration.Check == CalibrationPolicy.Required && Holder.Stubs.All(s => s.Grating is null))
            throw new InputException($"it asks for a calibration stub, and the holder '{Holder.Name}' has none", $"recipe '{request.RecipeName}'", "Choose another recipe, or a holder with a grating");
        AreaPlanner.Plan(stub, asked);
        var job = new NewJob { Sample = sample with { Stub = stub.Name }, Recipe = asked, Stub = stub, Truth = request.Truth, Goal = request.Goal, Priority = request.Priority, Window = request.Window };
        if (job.Validate().ToArray() is { Length: > 0 } problems) throw new InputException(string.Join("; ", problems), $"sample '{sample.Name}'", "Correct these fields and queue it again");

        bool isKnown = await _samples.FindAsync(sample.Name, cancellationToken).ConfigureAwait(false) is not null;
        if (request is { Proposed: true, Sample: not null })
        {
            // What is only proposed moves nothing that lies on the holder.
            if (Loading.Find(sample.Name) is { } place && !SameStub(place.Stub, stub.Name)) throw new InputException($"sample '{sample.Name}' lies on stub '{place.Stub}'", "stub", "Propose it on that stub, or ask an operator to move it first");
            if (Loading.On(stub.Name) is { } other && other.Sample != sample.Name) throw new InputException($"on stub '{stub.Name}' lies '{other.Sample}'", "stub", "Choose a free stub, or ask an operator to take that sample off first");
        }

        // From here on it is written: first what the job leans on, then the job.
        job = job with { RecipeSha256 = await _recipes.KeepAsync(recipe, request.AcceptsChangedRecipe, cancellationToken).ConfigureAwait(false) };
        if (request.Sample is not null)
        {
            await PutOnStubAsync(job.Sample, stub, by, cancellationToken).ConfigureAwait(false);
            if (!request.Proposed || !isKnown) await _samples.SaveAsync(job.Sample, cancellationToken).ConfigureAwait(false);
        }

        if (request.Confirmed) await ConfirmSampleAsync(sample.Name, by, cancellationToken).ConfigureAwait(false);
        return View(await Queue.AddAsync(job with { Hold = request.Proposed ? ProposalOf(by) : null }, by, cancellationToken).ConfigureAwait(false), _board.Current.Running);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobView>> CopyJobAsync(string jobId, int count, bool proposed, string by, CancellationToken cancellationToken)
    {
        QueuedJob original = Job(jobId);
        LoadedSample there = Loading.Find(original.Sample.Name)
            ?? throw new InputException($"its sample '{original.Sample.Name}' lies on no stub of the holder '{Holder.Name}'", jobId, "Load the sample first: name its stub");
        IReadOnlyList<QueuedJob> copies = await Queue.CopyAsync(jobId, count, Holder.Find(there.Stub), proposed ? ProposalOf(by) : null, by, cancellationToken).ConfigureAwait(false);
        return [.. copies.Select(copy => View(copy, null))];
    }

    /// <inheritdoc/>
    public Task<JobView> ApproveJobAsync(string jobId, string by, CancellationToken cancellationToken)
    {
        QueuedJob job = Job(jobId);
        if (job.Hold is not { Cause: HoldCause.Approval }) throw new InputException("the job waits for no approval", Named(job), "Look at the queue: somebody may have approved it, or taken it out");
        return AfterAsync(jobId, Queue.ReleaseAsync(jobId, by, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<JobView> MoveJobAsync(string jobId, int by, string person, CancellationToken cancellationToken) => AfterAsync(jobId, Queue.MoveAsync(jobId, by, person, cancellationToken));

    /// <inheritdoc/>
    public Task<JobView> MoveJobToAsync(string jobId, int place, string by, CancellationToken cancellationToken) => AfterAsync(jobId, Queue.MoveToAsync(jobId, place, by, cancellationToken));

    /// <inheritdoc/>
    public Task<JobView> MoveJobNextAsync(string jobId, string by, CancellationToken cancellationToken) => AfterAsync(jobId, Queue.MoveNextAsync(jobId, by, cancellationToken));

    /// <inheritdoc/>
    public Task<JobView> HoldJobAsync(string jobId, string reason, string by, CancellationToken cancellationToken)
    {
        if (_active?.JobId == jobId) throw new InputException("the job is running; only a waiting job can be held", jobId, "Pause the queue after the frame, or cancel the job");
        return AfterAsync(jobId, Queue.HoldJobAsync(jobId, by, reason.Length > 0 ? reason : "Held by a person.", HoldCause.Person, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<JobView> ResumeJobAsync(string jobId, string by, CancellationToken cancellationToken)
    {
        QueuedJob job = Job(jobId);
        if (job.Hold is not null)
        {
            if (job.Hold.Cause == HoldCause.Approval) throw new InputException("it is a proposal and waits for approval", Named(job), "Ask somebody with the role Manager to approve it");
            if (job.Hold.Cause == HoldCause.Planned) throw new InputException("its powder is still to be made and put on a stub", Named(job), "Load the sample on a stub and confirm it there; the job then goes on by itself");
            if (ProblemOfSample(job) is { } problem) throw new InputException(problem.TrimEnd('.'), Named(job), "Confirm the sample on its stub; the job then goes on by itself");
            if (job.Window?.LatestEnd <= _time.GetUtcNow()) throw new InputException("its window is over", Named(job), "Give it another window first");
            return await AfterAsync(jobId, Queue.ReleaseAsync(jobId, by, cancellationToken)).ConfigureAwait(false);
        }

        JobView view = await AfterAsync(jobId, Queue.RequeueAsync(jobId, by, cancellationToken)).ConfigureAwait(false);
        return _heldBy is { } holder ? view with { WaitsFor = $"The queue is held by {holder}: resume it too." } : view;
    }

    /// <inheritdoc/>
    public async Task<JobView> CancelJobAsync(string jobId, string reason, string by, CancellationToken cancellationToken)
    {
        QueuedJob job = Job(jobId);
        string why = reason.Length > 0 ? reason : $"Cancelled by {by}.";
        ActiveRun? active;
        lock (_asked)
        {
            active = _active?.JobId == jobId ? _active : null;
            if (active is not null) active.Cancelled ??= (by, why);
        }

        if (active is null) return await AfterAsync(jobId, Queue.CancelAsync(jobId, by, why, cancellationToken)).ConfigureAwait(false);
        await active.CancelAsync().ConfigureAwait(false);
        await active.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        // It may have ended in another way in the same moment, and the answer says so.
        return Queue.Find(jobId) is { State: RunState.Stopped or RunState.Queued }
            ? await AfterAsync(jobId, Queue.CancelAsync(jobId, by, why, cancellationToken)).ConfigureAwait(false)
            : Queue.Find(jobId) is { State: RunState.Completed or RunState.Failed } ended
                ? throw new InputException($"it {(ended.State == RunState.Completed ? "was completed" : "failed")} in the same moment", Named(job), "There is nothing left to cancel")
                : View(Job(jobId), null);
    }

    /// <inheritdoc/>
    public async Task<JobView> ChangeJobAsync(string jobId, int? priority, JobWindow? window, string by, CancellationToken cancellationToken)
    {
        QueuedJob job = Job(jobId);
        JobWindow? now = window is null ? job.Window : window is { EarliestStart: null, LatestEnd: null } ? null : window;
        await Queue.ChangeAsync(jobId, priority ?? job.Priority, now, by, cancellationToken).ConfigureAwait(false);
        // A new window answers a hold that was for the old one.
        if (window is not null && job.Hold is { Cause: HoldCause.Window }) await Queue.ReleaseAsync(jobId, by, cancellationToken).ConfigureAwait(false);
        return View(Job(jobId), _board.Current.Running);
    }

    /// <inheritdoc/>
    public Task RemoveJobAsync(string jobId, string by, CancellationToken cancellationToken) => Queue.RemoveAsync(jobId, by, cancellationToken);

    private JobHold ProposalOf(string by) => new(by, _time.GetUtcNow(), $"Proposed by {by}; it waits for approval.", HoldCause.Approval);

    private static Recipe WithGoal(Recipe recipe, JobGoal? goal) => goal is null ? recipe : recipe with
    {
        ParticleGoal = goal.Particles ?? recipe.ParticleGoal, PrecisionPercent = goal.PrecisionPercent ?? recipe.PrecisionPercent,
        MaximumFrames = goal.MaximumFrames ?? recipe.MaximumFrames, MaximumMinutes = goal.MaximumMinutes ?? recipe.MaximumMinutes,
    };

    private async Task<JobView> AfterAsync(string jobId, Task operation)
    {
        await operation.ConfigureAwait(false);
        return View(Job(jobId), _board.Current.Running);
    }

    private QueuedJob Job(string jobId) => Queue.Find(jobId) ?? throw new InputException($"there is no job '{jobId}'", "queue", "Look at the queue: it may have been removed");

    private static string Named(QueuedJob job) => $"{job.JobId} (sample '{job.Sample.Name}')";
}
