namespace LtoAutoscope.Domain.Runs;

/// <summary>How far a run is.</summary>
public enum RunState
{
    /// <summary>In the queue.</summary>
    Queued,

    /// <summary>The instrument or the analysis works on it.</summary>
    Running,

    /// <summary>Stopped by a person or the service manager; it goes on from the journal.</summary>
    Stopped,

    /// <summary>All steps done.</summary>
    Completed,

    /// <summary>Ended by a fault; the reason stands in the journal.</summary>
    Failed,

    /// <summary>Called off by a person, which is no failure; what was counted is kept.</summary>
    Cancelled,
}
