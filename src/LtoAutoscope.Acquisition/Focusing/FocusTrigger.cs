namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>Why focus is looked after at a place.</summary>
public enum FocusTrigger
{
    /// <summary>Nothing asks for it.</summary>
    None,

    /// <summary>The run has not searched yet.</summary>
    Start,

    /// <summary>Something went wrong, or the run was suspended, since the last search.</summary>
    AfterFault,

    /// <summary>A frame was softer than the last good one.</summary>
    SharpnessDrop,

    /// <summary>The last search declined.</summary>
    AfterDecline,

    /// <summary>The stigmator was corrected since the last search.</summary>
    AfterStigmation,

    /// <summary>The last search is too long ago.</summary>
    EveryMinutes,

    /// <summary>The stage came from another area.</summary>
    NewArea,

    /// <summary>The last search is too many frames ago.</summary>
    EveryFrames,

    /// <summary>The last search is too far away.</summary>
    EveryMm,
}
