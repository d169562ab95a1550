namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>How a condition stands.</summary>
public enum ConditionLevel
{
    /// <summary>Not read yet, or it cannot be read here.</summary>
    Unknown,

    /// <summary>Good.</summary>
    Good,

    /// <summary>Near its limit, or beyond it for less than its grace.</summary>
    Warning,

    /// <summary>Beyond its limit: a run waits.</summary>
    Tripped,

    /// <summary>Good again; a run waits until it has settled.</summary>
    Settling,
}
