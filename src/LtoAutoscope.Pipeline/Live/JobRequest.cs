using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>A job to queue. With a whole sample it registers it and loads it on the stub that it names; with a name alone the sample must be registered and loaded.</summary>
public sealed record JobRequest
{
    /// <summary>The sample with its stub, or null where <see cref="SampleName"/> names one that is registered and loaded.</summary>
    public Sample? Sample { get; init; }

    /// <summary>Name of a registered sample; looked at where <see cref="Sample"/> is null.</summary>
    public string SampleName { get; init; } = "";

    /// <summary>Name of the recipe's file.</summary>
    public required string RecipeName { get; init; }

    /// <summary>Whether who asks has seen the sample lie on its stub. Default no: the job is held until somebody confirms it.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Whether it is a proposal, which waits until somebody approves it. Default no.</summary>
    public bool Proposed { get; init; }

    /// <summary>−100…100; higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>When it may be worked on, or null.</summary>
    public JobWindow? Window { get; init; }

    /// <summary>What is asked for where it differs from the recipe, or null.</summary>
    public JobGoal? Goal { get; init; }

    /// <summary>What is known to be true of a synthetic sample, or null.</summary>
    public GroundTruth? Truth { get; init; }

    /// <summary>Whether a recipe whose version was used with another content is kept beside that one instead of being refused; for programs that bring their own recipes. Default no.</summary>
    public bool AcceptsChangedRecipe { get; init; }
}
