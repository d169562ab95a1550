using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>One row of the queue.</summary>
public sealed record JobView
{
    /// <summary>The job's identity.</summary>
    public required string JobId { get; init; }

    /// <summary>Its sample.</summary>
    public required Sample Sample { get; init; }

    /// <summary>Its recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>Its run, once it has begun.</summary>
    public string? RunId { get; init; }

    /// <summary>Who queued it.</summary>
    public string By { get; init; } = "";

    /// <summary>When it was queued.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>When its run began, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its run ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Particles counted so far.</summary>
    public int Particles { get; init; }

    /// <summary>Why it stopped, failed or waits; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Earliest and latest likely begin of one that waits, tenth to ninetieth percentile; null when it has begun, or will not in most courses.</summary>
    public (DateTimeOffset Early, DateTimeOffset Late)? StartsBetween { get; init; }

    /// <summary>Earliest and latest likely end, tenth to ninetieth percentile, overhead included; null when it waits for a person, or will not begin in most courses.</summary>
    public (DateTimeOffset Early, DateTimeOffset Late)? EndsBetween { get; init; }

    /// <summary>What takes most of the time that is left, in words with its share; empty when nothing is left.</summary>
    public string TakesLongest { get; init; } = "";

    /// <summary>Chance that it ends by the time at which the instrument must be free, 0…1; null without such a time.</summary>
    public double? ChanceByDeadline { get; init; }
    /// <summary>−100…100; higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>When it may be worked on, or null.</summary>
    public JobWindow? Window { get; init; }

    /// <summary>What was asked for where it differs from the recipe, or null.</summary>
    public JobGoal? Goal { get; init; }

    /// <summary>Why it is passed over although it waits, or null.</summary>
    public JobHold? Hold { get; init; }

    /// <summary>What a waiting job waits for beside its turn: a window, the schedule, a confirmation; empty when nothing.</summary>
    public string WaitsFor { get; init; } = "";

    /// <summary>Whether somebody confirmed that its sample lies on its stub.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The job of which it is a copy, or null.</summary>
    public string? CopyOf { get; init; }
}
