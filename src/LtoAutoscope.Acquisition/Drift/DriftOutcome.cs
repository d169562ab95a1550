namespace LtoAutoscope.Acquisition.Drift;

/// <summary>How the drift gate ended.</summary>
public enum DriftOutcome
{
    /// <summary>The sample lies still enough.</summary>
    Passed,

    /// <summary>It still moved too fast at the last try.</summary>
    GaveUp,

    /// <summary>The place shows too little to tell.</summary>
    NotMeasurable,
}
