namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>How a check before the night ended.</summary>
public enum PreflightOutcome
{
    /// <summary>In order.</summary>
    Passed,

    /// <summary>It cannot be told on this system.</summary>
    Skipped,

    /// <summary>The night may begin, and somebody should look.</summary>
    Warning,

    /// <summary>The night cannot work as planned.</summary>
    Failed,
}
