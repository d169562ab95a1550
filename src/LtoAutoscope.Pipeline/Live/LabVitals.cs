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
        // Asked outside the board's lock: a disk that hangs must keep nobody else waiting.
        double diskFreeGib = FreeGib(), memoryMib = Environment.WorkingSet / BytesPerGib * 1024;
        board.Update(lab =>
        {
            double? focus = lab.Running?.Frames.LastOrDefault(frame => frame.Metadata.FocusScore is not null)?.Metadata.FocusScore;
            var sample = new VitalSample(
                time.GetUtcNow(), lab.Instrument.PressurePa, lab.Instrument.ProbeCurrentPa, focus, lab.Instrument.WorkingDistanceMm, diskFreeGib, queueDepth, memoryMib);
            return lab with { Vitals = [.. lab.Vitals.Count >= Kept ? lab.Vitals.Skip(lab.Vitals.Count - Kept + 1) : lab.Vitals, sample] };
        });
    }

    /// <summary>Free space; 0 when the disk is gone, so that the sign stands at its worst.</summary>
    private double FreeGib()
    {
        try
        {
            return data.FreeBytes / BytesPerGib;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
