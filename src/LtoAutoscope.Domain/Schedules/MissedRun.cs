namespace LtoAutoscope.Domain.Schedules;

/// <summary>What becomes of a recurring task whose time passed while the program did not run, or could not fire.</summary>
public enum MissedRun
{
    /// <summary>It runs once as soon as that is possible, however many times were missed. The default.</summary>
    RunOnce,

    /// <summary>It is put on record as missed and waits for its next time.</summary>
    Skip,
}
