namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>How a condition stands now, for screens and metrics.</summary>
public sealed record ConditionView
{
    /// <summary>Which.</summary>
    public required WatchedCondition Condition { get; init; }

    /// <summary>How it stands.</summary>
    public ConditionLevel Level { get; init; }

    /// <summary>The last value with its unit; empty before the first reading.</summary>
    public string Value { get; init; } = "";

    /// <summary>The limit with its unit.</summary>
    public string Limit { get; init; } = "";

    /// <summary>When it was last read, or null.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>When the reading that last found it good was begun, or null.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>Since when it stands so; null before the first reading.</summary>
    public DateTimeOffset? Since { get; init; }
}
