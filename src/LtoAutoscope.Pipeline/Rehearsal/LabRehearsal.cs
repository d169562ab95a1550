using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>Rehearses the queue of a running laboratory, with where its instrument stands and how far its run is.</summary>
/// <param name="lab">The laboratory.</param>
/// <param name="instrument">Its instrument.</param>
/// <param name="data">Its data folder.</param>
/// <param name="time">The clock.</param>
public sealed class LabRehearsal(Lab lab, InstrumentConfiguration instrument, DataFolder data, TimeProvider time)
{
    /// <summary>Rehearses now. Nothing of the instrument is touched.</summary>
    public async Task<RehearsalReport> RunAsync(CancellationToken cancellationToken)
    {
        LabSnapshot now = lab.Current;
        IReadOnlyList<RehearsalJob> jobs = await QueueReading.ReadAsync(data, lab.Options.Holder, now.Running, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        LabOptions options = lab.Options;
        var setting = new RehearsalSetting
        {
            Instrument = instrument, Holder = options.Holder, Data = data, ModelsFolder = options.ModelsFolder, ModelPath = options.ModelPath, MaterialsFolder = options.MaterialsFolder,
            RegressionModel = options.RegressionModel, Times = lab.Forecast.Model, Hours = lab.Forecast.HoursFrom(time.GetUtcNow()), Position = now.Instrument.Position, WorkingDistanceMm = now.Instrument.WorkingDistanceMm,
            ProbeCurrentPa = now.Instrument.ProbeCurrentPa,
        };
        return await Rehearser.RunAsync(jobs, setting, time, null, cancellationToken).ConfigureAwait(false);
    }
}
