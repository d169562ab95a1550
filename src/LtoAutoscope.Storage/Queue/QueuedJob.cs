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

    /// <summary>Why it stopped, failed or was suspended; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>−100…100; of waiting jobs the higher goes first, of equals the one that stands first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>When it may be worked on, or null.</summary>
    public JobWindow? Window { get; init; }

    /// <summary>What was asked for where it differs from the recipe; <see cref="Recipe"/> has it in it. Null when nothing.</summary>
    public JobGoal? Goal { get; init; }

    /// <summary>Hash of the recipe as it lies in <c>recipes/</c>, without the job's own goal; empty for jobs of older versions.</summary>
    public string RecipeSha256 { get; init; } = "";

    /// <summary>Why it is passed over although it waits, or null.</summary>
    public JobHold? Hold { get; init; }

    /// <summary>The job of which it is a copy, or null.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Whether it waits, and nothing holds it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsReady => State == RunState.Queued && Hold is null;
}
