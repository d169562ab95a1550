using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Queue;

/// <summary>A sample that is to be examined, with everything that this needs; copies, so that a later change of a file changes nothing here.</summary>
public sealed record QueuedJob
{
    /// <summary>Unique in its data folder, such as <c>job-0012</c>.</summary>
    public required string JobId { get; init; }

    /// <summary>The sample.</summary>
    public required Sample Sample { get; init; }

    /// <summary>The recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The stub on which the sample sits.</summary>
    public required Stub Stub { get; init; }

    /// <summary>What is known to be true of a synthetic sample, or null.</summary>
    public GroundTruth? Truth { get; init; }

    /// <summary>Who queued it.</summary>
    public string By { get; init; } = "";

    /// <summary>When it was queued.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>How far it is.</summary>
    public RunState State { get; init; } = RunState.Queued;

    /// <summary>Its run, once it has begun; kept when it is stopped and queued again, so that the run goes on.</summary>
    public string? RunId { get; init; }

    /// <summary>When its run began (or last went on), or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was completed, stopped or failed, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it stopped or failed; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = "";
}
