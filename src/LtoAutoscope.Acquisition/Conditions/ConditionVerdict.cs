namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>What one reading says.</summary>
public enum ConditionVerdict
{
    /// <summary>It could not be read, or is on its way: neither good nor bad.</summary>
    Unknown,

    /// <summary>Good.</summary>
    Good,

    /// <summary>Not bad enough to suspend a run, and not good enough to resume a suspended one.</summary>
    Doubtful,

    /// <summary>Beyond its limit.</summary>
    Bad,
}
