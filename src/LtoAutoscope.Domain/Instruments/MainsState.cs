namespace LtoAutoscope.Domain.Instruments;

/// <summary>Where the microscope's power comes from.</summary>
public enum MainsState
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The mains.</summary>
    Mains,

    /// <summary>The battery of an uninterruptible supply.</summary>
    Battery,

    /// <summary>The battery, and it is nearly empty.</summary>
    BatteryLow,
}
