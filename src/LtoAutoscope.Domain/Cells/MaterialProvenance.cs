namespace LtoAutoscope.Domain.Cells;

/// <summary>Where a value of a material comes from.</summary>
public sealed record MaterialProvenance
{
    /// <summary>How it came to be.</summary>
    public ValueStatus Status { get; init; }

    /// <summary>The source in words: paper, parameter set with its repository, or how it was computed. Empty only where it is assumed or unstated.</summary>
    public string Source { get; init; } = "";

    /// <summary>[low, high] that the literature spans, in the value's unit; null where nothing is said. It is no interval of confidence: those stand under <c>uncertainty</c>.</summary>
    public IReadOnlyList<double>? Range { get; init; }
}
