using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>How long frames take to be analysed.</summary>
public static class AnalysisMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "LtoAutoscope.Imaging";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "lto_autoscope.analysis.duration", "s", "Time from the pixels of a frame to its particles.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60] });

    private static readonly Histogram<long> Outlines = Meter.CreateHistogram("lto_autoscope.analysis.particles", null, "Outlines on a frame.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [0, 5, 10, 20, 50, 100, 200, 500] });

    /// <summary>Notes one analysed frame.</summary>
    internal static void Analysed(long begun, int particles)
    {
        Duration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        Outlines.Record(particles);
    }
}
