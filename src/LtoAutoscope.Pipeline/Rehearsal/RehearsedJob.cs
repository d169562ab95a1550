using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>A job as it was rehearsed.</summary>
public sealed record RehearsedJob
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>Its sample.</summary>
    public required string Sample { get; init; }

    /// <summary>Its recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>Its stub.</summary>
    public required string Stub { get; init; }

    /// <summary>How it stands in the queue.</summary>
    public required RunState State { get; init; }

    /// <summary>Whether nothing speaks against it.</summary>
    public bool CanWork { get; init; }

    /// <summary>When it is likely to begin and end, and why it takes so long; null where it cannot be planned.</summary>
    public JobForecast? Forecast { get; init; }

    /// <summary>Its planned tiles, in the order in which they would be taken with nothing known about the sample.</summary>
    public IReadOnlyList<RehearsedPlace> Places { get; init; } = [];

    /// <summary>The way over all planned tiles on the twin, with approach and park, mm.</summary>
    public double TravelMm { get; init; }

    /// <summary>What the twin's stage took for it, s.</summary>
    public double TravelS { get; init; }

    /// <summary>What stage, lens and scan of the twin took for all planned tiles, s: physics alone, nothing learned.</summary>
    public double TwinS { get; init; }
}
