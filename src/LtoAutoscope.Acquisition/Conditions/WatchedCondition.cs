namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>What is watched all the time, the most urgent first. In journals the words are in snake_case.</summary>
public enum WatchedCondition
{
    /// <summary>The chamber's vacuum.</summary>
    Vacuum,

    /// <summary>Where the microscope's power comes from.</summary>
    Mains,

    /// <summary>Whether the beam is on while a run expects it.</summary>
    Beam,

    /// <summary>Probe current and emission against their references.</summary>
    ProbeCurrent,

    /// <summary>Free space of the data folder's disk.</summary>
    Disk,

    /// <summary>The computer's own temperature.</summary>
    Temperature,

    /// <summary>The wall clock against the monotonic one: it was set, or the computer slept.</summary>
    Clock,
}
