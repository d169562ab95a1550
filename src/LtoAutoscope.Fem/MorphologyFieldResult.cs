namespace LtoAutoscope.Fem;

/// <summary>What the differences between areas do to CE1.</summary>
public sealed record MorphologyFieldResult
{
    /// <summary>Each area.</summary>
    public required IReadOnlyList<AreaResult> Areas { get; init; }

    /// <summary>CE1 of the areas side by side, each with the same mass.</summary>
    public required double Ce1 { get; init; }

    /// <summary>CE1 of one mean population of all areas.</summary>
    public required double Ce1Pooled { get; init; }

    /// <summary>Standard deviation of CE1 between areas; NaN with one area.</summary>
    public required double Spread { get; init; }

    /// <summary>What of it packing and drawing alone would show (root mean square of the standard errors).</summary>
    public required double Sampling { get; init; }

    /// <summary>The spread beyond that, √(spread² − sampling²), or 0.</summary>
    public required double RealSpread { get; init; }
}
