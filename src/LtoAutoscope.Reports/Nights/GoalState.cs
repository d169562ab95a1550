namespace LtoAutoscope.Reports.Nights;

/// <summary>How a sample stands against its goal.</summary>
public enum GoalState
{
    /// <summary>Count and precision that were asked for are there, and every step is done.</summary>
    Reached,

    /// <summary>It ended with less than was asked for.</summary>
    BelowGoal,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It was stopped or waits for a person; it can go on.</summary>
    Held,

    /// <summary>It ended by a fault.</summary>
    Failed,

    /// <summary>It was left out.</summary>
    Skipped,

    /// <summary>It was queued and did not begin, or waits to go on by itself.</summary>
    NotRun,

    /// <summary>A person called it off.</summary>
    Cancelled,
}
