using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Doses;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Running;

/// <content>Samples and where they lie.</content>
public sealed partial class Lab
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SampleView>> ListSamplesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Sample> samples = await _samples.ListAsync(cancellationToken).ConfigureAwait(false);
        ILookup<string, CellTest> cells = (await _cells.ListAsync(null, cancellationToken).ConfigureAwait(false)).ToLookup(test => test.SampleName, StringComparer.Ordinal);
        return [.. samples.Select(sample => new SampleView(sample, [.. cells[sample.Name]], Loading.Find(sample.Name)))];
    }

    /// <inheritdoc/>
    public async Task<SampleView?> ReadSampleAsync(string name, CancellationToken cancellationToken)
        => await _samples.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } sample
            ? new SampleView(sample, await _cells.ListAsync(name, cancellationToken).ConfigureAwait(false), Loading.Find(name))
            : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DoseEntry>> ReadDosesAsync(string name, CancellationToken cancellationToken)
        => SampleName.IsValid(name) ? await DoseLedger.ReadAsync(_data, name, cancellationToken).ConfigureAwait(false) : [];

    /// <inheritdoc/>
    public async Task<SampleView> RegisterSampleAsync(Sample sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sample);
        RequireMaterial(sample.Material);
        await _samples.SaveAsync(sample, cancellationToken).ConfigureAwait(false);
        return (await ReadSampleAsync(sample.Name, cancellationToken).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public async Task<SampleView> AddCellTestAsync(CellTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        await RequireSampleAsync(test.SampleName, cancellationToken).ConfigureAwait(false);
        await _cells.SaveAsync(test, cancellationToken).ConfigureAwait(false);
        return (await ReadSampleAsync(test.SampleName, cancellationToken).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public async Task<LoadedSample> LoadSampleAsync(string name, string stub, bool confirmed, string by, CancellationToken cancellationToken)
    {
        Sample sample = await RequireSampleAsync(name, cancellationToken).ConfigureAwait(false);
        RequireAtRest(name, "moved");
        await Loading.LoadAsync(name, stub, replaces: false, by, cancellationToken).ConfigureAwait(false);
        if (!SameStub(sample.Stub, stub)) await _samples.SaveAsync(sample with { Stub = Holder.Find(stub)!.Name }, cancellationToken).ConfigureAwait(false);
        return confirmed ? await ConfirmSampleAsync(name, by, cancellationToken).ConfigureAwait(false) : Loading.Find(name)!;
    }

    /// <inheritdoc/>
    public Task UnloadSampleAsync(string name, string by, CancellationToken cancellationToken)
    {
        RequireAtRest(name, "taken off");
        return Loading.UnloadAsync(name, by, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<LoadedSample> ConfirmSampleAsync(string name, string by, CancellationToken cancellationToken)
    {
        await Loading.ConfirmAsync(name, by, cancellationToken).ConfigureAwait(false);
        foreach (QueuedJob job in Queue.Jobs.Where(job => job.Sample.Name == name && job.Hold is { Cause: HoldCause.Sample } && ProblemOfSample(job) is null))
            await Queue.ReleaseAsync(job.JobId, by, cancellationToken).ConfigureAwait(false);
        await ReleasePlannedAsync(name, by, cancellationToken).ConfigureAwait(false);
        return Loading.Find(name)!;
    }

    /// <summary>Why a job must not begin on its sample, in a sentence; null when all is well.</summary>
    private string? ProblemOfSample(QueuedJob job)
    {
        string name = job.Sample.Name, stub = job.Stub.Name;
        if (Loading.Find(name) is not { } there)
            return $"Sample '{name}' lies on no stub of the holder '{Holder.Name}'{(Loading.On(stub) is { } other ? $"; on stub '{stub}' lies '{other.Sample}'" : "")}.";
        if (!SameStub(there.Stub, stub)) return $"Sample '{name}' lies on stub '{there.Stub}' now, and the job was queued for stub '{stub}': duplicate the job, which takes the present stub, and cancel this one.";
        if (Holder.Find(stub) is not { } place || place.XMm != job.Stub.XMm || place.YMm != job.Stub.YMm)
            return $"The place of stub '{stub}' in the holder's map was changed after the job was queued: duplicate the job, which takes the present place, and cancel this one.";
        return there.IsConfirmed ? null : $"Nobody has confirmed that sample '{name}' lies on stub '{stub}'.{(there.Doubt.Length > 0 ? $" An earlier confirmation counts no more: {there.Doubt}" : "")}";
    }

    private async Task<Sample> SampleOfAsync(JobRequest request, CancellationToken cancellationToken)
    {
        if (request.Sample is { } given)
        {
            if (given.Validate() is { Count: > 0 } problems) throw new InputException(string.Join("; ", problems), "sample", "Correct these fields");
            // A short form asks for few fields; it must not wipe out what a longer one wrote.
            return await _samples.FindAsync(given.Name, cancellationToken).ConfigureAwait(false) is { } kept
                ? given with
                {
                    Description = given.Description.Length > 0 ? given.Description : kept.Description, Batch = given.Batch.Length > 0 ? given.Batch : kept.Batch, XrdNotes = given.XrdNotes.Length > 0 ? given.XrdNotes : kept.XrdNotes,
                    Synthesis = given.Synthesis ?? kept.Synthesis, BetAreaM2PerG = given.BetAreaM2PerG ?? kept.BetAreaM2PerG, Xrd = given.Xrd ?? kept.Xrd, ExpectedDiameterNm = given.ExpectedDiameterNm ?? kept.ExpectedDiameterNm, ScaleNote = given.ScaleNote ?? kept.ScaleNote,
                }
                : given;
        }

        Sample sample = await RequireSampleAsync(request.SampleName, cancellationToken).ConfigureAwait(false);
        LoadedSample there = Loading.Find(sample.Name)
            ?? throw new InputException($"sample '{sample.Name}' lies on no stub of the holder '{Holder.Name}'", "sample", "Load it first, or name its stub when you queue it");
        return sample with { Stub = there.Stub };
    }

    /// <summary>The sample was put on its stub; another one there is taken off by that, unless it still has something to do.</summary>
    private async Task PutOnStubAsync(Sample sample, Stub stub, string by, CancellationToken cancellationToken)
    {
        if (Loading.Find(sample.Name) is { } there && SameStub(there.Stub, stub.Name)) return;
        RequireAtRest(sample.Name, "moved");
        bool replaces = Loading.On(stub.Name) is not { } other || !Queue.Jobs.Any(job => job.Sample.Name == other.Sample && job.State is RunState.Queued or RunState.Running or RunState.Stopped);
        await Loading.LoadAsync(sample.Name, stub.Name, replaces, by, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Sample> RequireSampleAsync(string name, CancellationToken cancellationToken)
        => await _samples.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw new InputException($"no sample '{name}' is registered", "sample", "Register it first, or give all of it with its stub");

    private void RequireAtRest(string name, string what)
    {
        if (_active?.SampleName == name) throw new InputException($"sample '{name}' is being examined and cannot be {what}", "loading", "Cancel its job or wait for its end");
    }

    private void RequireMaterial(string material)
    {
        if (SampleName.IsValid(material) && File.Exists(Path.Combine(_options.MaterialsFolder, material + ".yaml"))) return;
        string known = string.Join(", ", Directory.EnumerateFiles(_options.MaterialsFolder, "*.yaml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        throw new InputException($"there is no material '{material}'", "material", $"Choose one of {known}, or add a file to {_options.MaterialsFolder}");
    }

    private static bool SameStub(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
