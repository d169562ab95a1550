using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>What <c>bench coverage</c> runs.</summary>
public sealed record CoverageOptions
{
    /// <summary>The error model: what the accuracy run measured.</summary>
    public required MeasurementAccuracy Errors { get; init; }

    /// <summary>Trials, 10…100,000. Default 300.</summary>
    public int Trials { get; init; } = 300;

    /// <summary>Seed, ≥ 0. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Bootstrap replicates. Default 400, as in a run.</summary>
    public int Replicates { get; init; } = 400;

    /// <summary>Throws when an option lies outside its range.</summary>
    /// <exception cref="InputException">One does.</exception>
    public void Validate()
    {
        if (Trials is < 10 or > 100_000) throw new InputException(FormattableString.Invariant($"{Trials} trials cannot be run"), "--trials", "Give a number from 10 to 100000");
        if (Seed < 0) throw new InputException(FormattableString.Invariant($"{Seed} is no seed"), "--seed", "Give a number from 0");
    }
}
