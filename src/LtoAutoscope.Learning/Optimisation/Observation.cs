namespace LtoAutoscope.Learning.Optimisation;

/// <summary>A synthesis that was tried, with the mean over its repeats.</summary>
/// <param name="Point">Its settings, as <see cref="SearchSpace"/> orders them.</param>
/// <param name="Value">The objective.</param>
/// <param name="Variance">Known variance of the value (the square of its standard error), ≥ 0; 0 where nothing is known, and the fitted nugget stands alone.</param>
public sealed record Observation(IReadOnlyList<double> Point, double Value, double Variance = 0)
{
    /// <summary>Its name for people; empty when it has none.</summary>
    public string Label { get; init; } = "";

    /// <summary>Measurements behind the value. Default 1.</summary>
    public int Repeats { get; init; } = 1;
}
