namespace LtoAutoscope.Acquisition.Running;

/// <summary>The soft requests that a person may make of a run; it looks at them between frames.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RunControl
{
    private volatile bool _pauseAfterFrame;
    private volatile bool _endAcquisition;

    /// <summary>Whether the run shall halt after the present frame and stay resumable.</summary>
    public bool PauseAfterFrame
    {
        get => _pauseAfterFrame;
        set => _pauseAfterFrame = value;
    }

    /// <summary>Whether acquisition shall end with what has been counted.</summary>
    public bool EndAcquisition
    {
        get => _endAcquisition;
        set => _endAcquisition = value;
    }
}
