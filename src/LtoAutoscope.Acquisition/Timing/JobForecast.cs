using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>When a job is likely to begin and end, and why it takes so long.</summary>
public sealed record JobForecast
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>When it begins, tenth to ninetieth percentile of the courses in which it does; null where it begins in fewer than half of them. A running job has begun: both are now.</summary>
    public (DateTimeOffset Early, DateTimeOffset Late)? StartsBetween { get; init; }

    /// <summary>When it ends, in the same way.</summary>
    public (DateTimeOffset Early, DateTimeOffset Late)? EndsBetween { get; init; }

    /// <summary>What is left of it, s.</summary>
    public required SpanRange SecondsLeft { get; init; }

    /// <summary>Tiles in all.</summary>
    public required SpanRange Tiles { get; init; }

    /// <summary>Whole particles in all.</summary>
    public required SpanRange Particles { get; init; }

    /// <summary>Bytes that it leaves.</summary>
    public required SpanRange Bytes { get; init; }

    /// <summary>Mean seconds of each operation over the courses between tenth and ninetieth percentile, the largest first.</summary>
    public required IReadOnlyList<OperationPart> Parts { get; init; }

    /// <summary>What takes most of its time.</summary>
    public TimedOperation Dominant => Parts.Count == 0 ? TimedOperation.Startup : Parts[0].Operation;

    /// <summary>Share of its time that this takes, 0…1.</summary>
    public double DominantShare => Parts.Sum(part => part.Seconds) is > 0 and var all ? Parts[0].Seconds / all : 0;

    /// <summary>Chance that its goal is reached before a cap of the recipe ends the acquisition, 0…1.</summary>
    public double ChanceOfGoal { get; init; }

    /// <summary>Chance that it ends by the deadline, 0…1; 1 without one.</summary>
    public double ChanceByDeadline { get; init; } = 1;

    /// <summary>Past runs behind it, weighted by age and likeness; 0 where all is a guess.</summary>
    public double RunsBehind { get; init; }
}
