using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Queue;

/// <summary>What is to be queued.</summary>
public sealed record NewJob
{
    /// <summary>Lowest priority.</summary>
    public const int LowestPriority = -100;

    /// <summary>Highest priority.</summary>
    public const int HighestPriority = 100;

    /// <summary>The sample.</summary>
    public required Sample Sample { get; init; }

    /// <summary>The recipe, with the job's own goal already in it.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The stub.</summary>
    public required Stub Stub { get; init; }

    /// <summary>What is known to be true of a synthetic sample, or null.</summary>
    public GroundTruth? Truth { get; init; }

    /// <summary>What was asked for where it differs from the recipe, or null.</summary>
    public JobGoal? Goal { get; init; }

    /// <summary>The recipe's hash in <c>recipes/</c>; empty when none was kept.</summary>
    public string RecipeSha256 { get; init; } = "";

    /// <summary>−100…100; higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>When it may be worked on, or null.</summary>
    public JobWindow? Window { get; init; }

    /// <summary>Why it is held from the beginning, or null.</summary>
    public JobHold? Hold { get; init; }

    /// <summary>Problems, each as <c>key: what is wrong</c>.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (string problem in Sample.Validate()) yield return "sample " + problem;
        foreach (string problem in Recipe.Validate()) yield return "recipe " + problem;
        foreach (string problem in Window?.Validate() ?? []) yield return problem;
        if (Priority is < LowestPriority or > HighestPriority) yield return $"priority: {Priority} must lie between {LowestPriority} and {HighestPriority}";
    }
}
