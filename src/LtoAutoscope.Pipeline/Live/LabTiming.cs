using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Storage.Timing;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Joins the store of times with the part that reads journals.</summary>
public static class LabTiming
{
    /// <summary>How a run is read for its times.</summary>
    public static TimingReading Reading { get; } = new(ReferencePace.Version, RunTimingReader.Of);
}
