namespace LtoAutoscope.Domain.Particles;

/// <summary>The uncertainty budget of one result (JCGM 100:2008).</summary>
public sealed record UncertaintyBudget
{
    /// <summary>Key of the measure, such as <c>diameter_nm</c>.</summary>
    public required string Measure { get; init; }

    /// <summary><c>mean</c> or <c>median</c>, by number.</summary>
    public required string Statistic { get; init; }

    /// <summary>The result.</summary>
    public required double Value { get; init; }

    /// <summary>Its unit; empty for a number.</summary>
    public required string Unit { get; init; }

    /// <summary>What contributes.</summary>
    public required IReadOnlyList<UncertaintySource> Sources { get; init; }

    /// <summary>Root of the sum of the squared contributions.</summary>
    public required double CombinedUncertainty { get; init; }

    /// <summary>Effective degrees of freedom (Welch 1947, Satterthwaite 1946; JCGM 100:2008, G.4); null for infinite.</summary>
    public required double? EffectiveDegreesOfFreedom { get; init; }

    /// <summary>Coverage factor for 95 %: Student's t with these degrees of freedom.</summary>
    public required double CoverageFactor { get; init; }

    /// <summary>Coverage factor times combined uncertainty: the result is <see cref="Value"/> ± this at 95 %.</summary>
    public required double ExpandedUncertainty { get; init; }
}
