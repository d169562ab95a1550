using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>A sample to make, and how it is to be examined then.</summary>
public sealed record PlanRequest
{
    /// <summary>The sample; its stub is the one foreseen, or empty for any free one.</summary>
    public required Sample Sample { get; init; }

    /// <summary>Name of the recipe's file.</summary>
    public required string RecipeName { get; init; }

    /// <summary>−100…100; higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>What is asked for where it differs from the recipe, or null.</summary>
    public JobGoal? Goal { get; init; }
}
