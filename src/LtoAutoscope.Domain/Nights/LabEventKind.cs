namespace LtoAutoscope.Domain.Nights;

/// <summary>What people may want to be told.</summary>
public enum LabEventKind
{
    /// <summary>A fault of the instrument, the disk or the program.</summary>
    Fault,

    /// <summary>The run or the queue waits: for a condition, a person, a window.</summary>
    Pause,

    /// <summary>It goes on.</summary>
    Resumed,

    /// <summary>A sample reached its goal.</summary>
    Done,

    /// <summary>A sample ended below its goal.</summary>
    BelowGoal,

    /// <summary>A sample was left out or given up.</summary>
    Skipped,

    /// <summary>Nothing has been heard of a part that should speak.</summary>
    Silence,

    /// <summary>A check before the night found something that cannot work.</summary>
    Preflight,

    /// <summary>A night ended; its page is written.</summary>
    NightEnded,

    /// <summary>Somebody pressed the test button.</summary>
    Test,
}
