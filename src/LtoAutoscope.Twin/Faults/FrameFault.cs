namespace LtoAutoscope.Twin.Faults;

/// <summary>What is wrong with a frame.</summary>
public enum FrameFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The picture before comes again.</summary>
    Frozen,

    /// <summary>Its lower lines are missing: black in the picture, or never sent by a protocol that sends lines.</summary>
    Partial,

    /// <summary>It shows nothing, though the beam is on.</summary>
    Black,
}
