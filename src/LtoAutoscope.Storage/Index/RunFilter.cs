using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Index;

/// <summary>Which runs are wanted.</summary>
/// <param name="SampleName">Of this sample only, or null.</param>
/// <param name="State">In this state only, or null.</param>
/// <param name="Limit">At most so many.</param>
public sealed record RunFilter(string? SampleName = null, RunState? State = null, int Limit = int.MaxValue)
{
    /// <summary>Text that occurs in the sample's name, the run's id or the recipe's name, capitals or not; empty for all.</summary>
    public string Text { get; init; } = "";

    /// <summary>Made at this moment or later, or null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before this moment, or null.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether a run is wanted.</summary>
    public bool Matches(IndexedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (SampleName is null || run.SampleName == SampleName) && (State is null || run.State == State)
            && (From is null || run.CreatedAt >= From) && (Before is null || run.CreatedAt < Before)
            && (Text.Length == 0 || Has(run.SampleName) || Has(run.RunId) || Has(run.RecipeName));
    }

    private bool Has(string text) => text.Contains(Text, StringComparison.OrdinalIgnoreCase);
}
