namespace LtoAutoscope.Acquisition.Running;

/// <summary>How a visit of a tile ended.</summary>
public enum VisitOutcomeKind
{
    /// <summary>The tile counts.</summary>
    Accepted,

    /// <summary>It is to be taken again, within the budget.</summary>
    Deferred,

    /// <summary>It is given up.</summary>
    Rejected,
}
