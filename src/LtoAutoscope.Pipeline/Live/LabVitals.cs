using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Samples the vital signs of instrument and machine.</summary>
internal sealed class LabVitals(LabBoard board, DataFolder data, TimeProvider time)
{
    private const int Kept = 2000;
    private const double BytesPerGib = 1024.0 * 1024 * 1024;

    /// <summary>Adds one reading.</summary>
    public void Sample(int queueDepth)
    {
        board.Update(lab =>
        {
            double? focus = lab.Running?.Frames.LastOrDefault(frame => frame.Metadata.FocusScore is not null)?.Metadata.FocusScore;
            var sample = new VitalSample(time.GetUtcNow(), lab.Instrument.PressurePa, lab.Instrument.ProbeCurrentPa, focus, lab.Instrument.WorkingDistanceMm,
                data.FreeBytes / BytesPerGib, queueDepth, Environment.WorkingSet / BytesPerGib * 1024);
            return lab with { Vitals = [.. lab.Vitals.Count >= Kept ? lab.Vitals.Skip(lab.Vitals.Count - Kept + 1) : lab.Vitals, sample] };
        });
    }
}
