namespace LtoAutoscope.Pipeline.Live;

/// <summary>The one word that tells how the laboratory stands.</summary>
public enum LabState
{
    /// <summary>No instrument is connected.</summary>
    Disconnected,

    /// <summary>Connected, nothing to do.</summary>
    Ready,

    /// <summary>A run is under way.</summary>
    Running,

    /// <summary>A pause was asked for and comes after the present frame or sample.</summary>
    Pausing,

    /// <summary>The queue is held; the instrument is parked.</summary>
    Paused,

    /// <summary>A fault ended the work; the instrument is parked.</summary>
    Faulted,
}
