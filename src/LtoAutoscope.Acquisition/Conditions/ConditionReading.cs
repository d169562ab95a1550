namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>One look at one condition.</summary>
/// <param name="Condition">Which.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Value">The value with its unit, for people.</param>
/// <param name="Limit">The limit with its unit, for people.</param>
/// <param name="ResumesWhen">What will end the suspension, as the second half of "it goes on when …".</param>
public sealed record ConditionReading(WatchedCondition Condition, ConditionVerdict Verdict, string Value, string Limit, string ResumesWhen)
{
    /// <summary>Whether what is under way has to be cut off at once, without the condition's grace. Default false: it ends at the next frame.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>Whether it is good and still worth a look, such as a disk that will be full in the night. Default false.</summary>
    public bool IsWarning { get; init; }

    /// <summary>Whether it cannot come back without a person. Default false.</summary>
    public bool NeedsPerson { get; init; }
}
