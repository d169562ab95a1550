namespace LtoAutoscope.Fem.Identification;

/// <summary>A fitted parameter.</summary>
public sealed record ParameterEstimate
{
    /// <summary>Key of the material file.</summary>
    public required string Key { get; init; }

    /// <summary>Best value.</summary>
    public required double Value { get; init; }

    /// <summary>Bounds of the fit.</summary>
    public required double[] Bounds { get; init; }

    /// <summary>Whether the fit moved its logarithm; then the interval of the linear theory is value·exp(±1.96·<see cref="StandardError"/>).</summary>
    public required bool IsLogarithmic { get; init; }

    /// <summary>Standard error by the linear theory: of the natural logarithm, or of the value; infinite where the data say nothing.</summary>
    public required double StandardError { get; init; }

    /// <summary>[low, high], 95 %, by the linear theory, cut at the bounds.</summary>
    public required double[] LinearInterval { get; init; }

    /// <summary>[low, high], 95 %, by profile likelihood; an end equal to its bound is open. Null where no profile was traced.</summary>
    public double[]? ProfileInterval { get; init; }

    /// <summary>The profile: values and what they add to χ²/s² at best; empty where none was traced.</summary>
    public IReadOnlyList<ProfilePoint> Profile { get; init; } = [];

    /// <summary>What the data say of it.</summary>
    public required Determination Determination { get; init; }

    /// <summary>Whether the best value lies on a bound.</summary>
    public required bool AtBound { get; init; }

    /// <summary>The interval to work with: the profile's, else the linear one.</summary>
    public double[] Interval => ProfileInterval ?? LinearInterval;
}
