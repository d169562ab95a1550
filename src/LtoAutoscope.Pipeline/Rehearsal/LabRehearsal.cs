using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>Rehearses the queue of a running laboratory, with where its instrument stands and how far its run is.</summary>
/// <param name="lab">The laboratory.</param>
/// <param name="instrument">Its instrument.</param>
/// <param name="data">Its data folder.</param>
/// <param name="time">The clock.</param>
public sealed class LabRehearsal(Lab lab, InstrumentConfiguration instrument, DataFolder data, TimeProvider time)
{
    /// <summary>Id of the job of a dry run, and name of its sample where none is known.</summary>
    public const string DryRun = "dry-run";

    /// <summary>Rehearses now. Nothing of the instrument is touched.</summary>
    public async Task<RehearsalReport> RunAsync(CancellationToken cancellationToken)
    {
        LabSnapshot now = lab.Current;
        IReadOnlyList<RehearsalJob> jobs = await QueueReading.ReadAsync(data, lab.Options.Holder, now.Running, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return await Rehearser.RunAsync(jobs, Setting(now) with { Hours = lab.Forecast.HoursFrom(time.GetUtcNow()) }, time, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rehearses a recipe on one sample as if it were alone and could begin now. Nothing of the instrument is touched, and nothing is queued.</summary>
    /// <param name="recipe">The recipe; it need not be saved.</param>
    /// <param name="sample">A registered sample; empty for the first one that is loaded, or else for an unknown one on the first stub.</param>
    /// <param name="cancellationToken">Ends between two tiles.</param>
    /// <exception cref="InputException">There is no such sample, or the holder has no place for one.</exception>
    public async Task<RehearsalReport> TryAsync(Recipe recipe, string sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        LabSnapshot now = lab.Current;
        string name = sample.Length > 0 ? sample : now.Loaded.Count > 0 ? now.Loaded[0].Sample : "";
        SampleView? known = name.Length > 0 ? await lab.ReadSampleAsync(name, cancellationToken).ConfigureAwait(false) : null;
        if (name.Length > 0 && known is null) throw new InputException($"no sample '{name}' is registered", "sample", "Choose a registered sample, or none");
        Stub stub = lab.Holder.Find(known?.Loaded?.Stub ?? known?.Sample.Stub ?? "") ?? lab.Holder.Stubs.FirstOrDefault(place => place.Grating is null)
            ?? throw new InputException($"the holder '{lab.Holder.Name}' has no place for a sample", "holder", "Use another holder");
        Sample which = (known?.Sample ?? new Sample { Name = DryRun, Stub = stub.Name }) with { Stub = stub.Name };
        var job = new QueuedJob { JobId = DryRun, Sample = which, Recipe = recipe, Stub = stub, AddedAt = time.GetUtcNow() };
        return await Rehearser.RunAsync([new RehearsalJob(job)], Setting(now), time, null, cancellationToken).ConfigureAwait(false);
    }

    private RehearsalSetting Setting(LabSnapshot now)
    {
        LabOptions options = lab.Options;
        return new RehearsalSetting
        {
            Instrument = instrument, Holder = options.Holder, Data = data, ModelsFolder = options.ModelsFolder, ModelPath = options.ModelPath, MaterialsFolder = options.MaterialsFolder,
            RegressionModel = options.RegressionModel, Times = lab.Forecast.Model, Position = now.Instrument.Position, WorkingDistanceMm = now.Instrument.WorkingDistanceMm,
            ProbeCurrentPa = now.Instrument.ProbeCurrentPa,
        };
    }
}
