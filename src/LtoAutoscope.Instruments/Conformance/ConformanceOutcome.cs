namespace LtoAutoscope.Instruments.Conformance;

/// <summary>How one check ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>It works, and a person should look at the figure.</summary>
    Remark,

    /// <summary>The instrument does not have it, or it was not asked for.</summary>
    Skipped,

    /// <summary>Not as it should be.</summary>
    Failed,
}
