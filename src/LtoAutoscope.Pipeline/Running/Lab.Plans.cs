using System.Text.Json;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Running;

/// <content>Samples that are still to be made.</content>
public sealed partial class Lab
{
    /// <inheritdoc/>
    public async Task<JobView> PlanAsync(PlanRequest request, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Recipe recipe = _library.Load(request.RecipeName), asked = WithGoal(recipe, request.Goal);
        Stub stub = ForeseenStub(request.Sample.Stub);
        Sample sample = request.Sample with { Stub = stub.Name };
        RequireMaterial(sample.Material);
        if (asked.Validate() is { Count: > 0 } faults) throw new InputException(string.Join("; ", faults), $"recipe '{request.RecipeName}'", "Correct these values");
        AreaPlanner.Plan(stub, asked);
        var job = new NewJob
        {
            Sample = sample, Recipe = asked, Stub = stub, Goal = request.Goal, Priority = request.Priority,
            Hold = new JobHold(by, _time.GetUtcNow(), "Planned: its powder is still to be made. It goes on by itself when somebody confirms the sample on a stub.", HoldCause.Planned),
        };
        if (job.Validate().ToArray() is { Length: > 0 } problems) throw new InputException(string.Join("; ", problems), $"sample '{sample.Name}'", "Correct these fields and plan it again");
        if (await _samples.FindAsync(sample.Name, cancellationToken).ConfigureAwait(false) is { } there && !SameMaking(there, sample))
            throw new InputException($"a sample '{sample.Name}' is registered already, and was made in another way", "sample", "Give the planned sample a name of its own");
        // Asked for twice (a second press, a process that died in between): the first job stands.
        if (Queue.Jobs.FirstOrDefault(known => known.Sample.Name == sample.Name && known.State is not (RunState.Failed or RunState.Cancelled)) is { } before) return View(before, _board.Current.Running);
        job = job with { RecipeSha256 = await _recipes.KeepAsync(recipe, false, cancellationToken).ConfigureAwait(false) };
        await _samples.SaveAsync(sample, cancellationToken).ConfigureAwait(false);
        return View(await Queue.AddAsync(job, by, cancellationToken).ConfigureAwait(false), _board.Current.Running);
    }

    /// <summary>Planned jobs of a sample that now lies confirmed on a stub: they get that stub and go on.</summary>
    private async Task ReleasePlannedAsync(string sample, string by, CancellationToken cancellationToken)
    {
        if (Loading.Find(sample) is not { IsConfirmed: true } there || Holder.Find(there.Stub) is not { } stub) return;
        foreach (QueuedJob job in Queue.Jobs.Where(job => job.Sample.Name == sample && job is { State: RunState.Queued, Hold.Cause: HoldCause.Planned }))
        {
            await Queue.PlaceAsync(job.JobId, stub, by, cancellationToken).ConfigureAwait(false);
            if (ProblemOfSample(Job(job.JobId)) is null) await Queue.ReleaseAsync(job.JobId, by, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The stub that was named, or the first on which nothing lies, or the first of all: where the powder will lie is said when it is loaded.</summary>
    private Stub ForeseenStub(string name)
    {
        Stub[] places = [.. Holder.Stubs.Where(stub => stub.Grating is null)];
        if (!string.IsNullOrWhiteSpace(name))
        {
            return Holder.Find(name) is { Grating: null } named ? named
                : throw new InputException($"the holder '{Holder.Name}' has no stub '{name}' for samples", "stub", $"Choose one of {string.Join(", ", places.Select(stub => stub.Name))}, or none");
        }

        return places.FirstOrDefault(stub => Loading.On(stub.Name) is null) ?? places.FirstOrDefault()
            ?? throw new InputException($"the holder '{Holder.Name}' has no stub for samples", "stub", "Mount another holder");
    }

    private static bool SameMaking(Sample one, Sample other) => JsonSerializer.Serialize(one.Synthesis, DomainJson.Line) == JsonSerializer.Serialize(other.Synthesis, DomainJson.Line);
}
