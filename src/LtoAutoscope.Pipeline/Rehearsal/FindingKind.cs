namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>How serious a finding of a rehearsal is.</summary>
public enum FindingKind
{
    /// <summary>It cannot work.</summary>
    Refused,

    /// <summary>It may fail.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Note,
}
