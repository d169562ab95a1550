using LtoAutoscope.Acquisition.Timing;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>Tonight's queue, rehearsed.</summary>
public sealed record RehearsalReport
{
    /// <summary>When it was rehearsed, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>The holder.</summary>
    public required string Holder { get; init; }

    /// <summary>Whether nothing was refused.</summary>
    public bool CanWork { get; init; }

    /// <summary>When the last job is likely to end, tenth to ninetieth percentile; null where some job would not begin, or the queue is empty.</summary>
    public (DateTimeOffset Early, DateTimeOffset Late)? EndsBetween { get; init; }

    /// <summary>When the instrument must be free, or null.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Chance that all is done by then, 0…1; 1 without a deadline.</summary>
    public double ChanceByDeadline { get; init; } = 1;

    /// <summary>The jobs, in order.</summary>
    public required IReadOnlyList<RehearsedJob> Jobs { get; init; }

    /// <summary>What was found, the refused first.</summary>
    public required IReadOnlyList<RehearsalFinding> Findings { get; init; }

    /// <summary>Bytes that the night leaves.</summary>
    public SpanRange DiskBytes { get; init; }

    /// <summary>Bytes that are free.</summary>
    public long FreeBytes { get; init; }

    /// <summary>Way of the stage, mm.</summary>
    public double TravelMm { get; init; }

    /// <summary>Moves of the stage on the twin.</summary>
    public int Moves { get; init; }

    /// <summary>The least distance that was left between holder and lens on the twin, mm; null without a lens.</summary>
    public double? SmallestGapMm { get; init; }

    /// <summary>Finished runs from which times were learned.</summary>
    public int RunsLearned { get; init; }

    /// <summary>How long the rehearsal took, s.</summary>
    public double WallS { get; init; }
}
