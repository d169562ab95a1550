namespace LtoAutoscope.Learning.Optimisation;

/// <summary>How the parameters of a Gaussian process are found.</summary>
public sealed record GaussianProcessOptions
{
    /// <summary>Starts of the search for the greatest likelihood, 1…50. Default 4.</summary>
    public int Starts { get; init; } = 4;

    /// <summary>Most steps of each start, ≥ 1. Default 60.</summary>
    public int Steps { get; init; } = 60;

    /// <summary>Seed of the starts. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Parameters of an earlier fit, from which one start begins; null for none.</summary>
    public KernelParameters? Warm { get; init; }
}
