namespace LtoAutoscope.Pipeline.Control;

/// <summary>How control by hand began for one operator or ended for another.</summary>
public enum ControlEnding
{
    /// <summary>The holder gave it back.</summary>
    GivenBack,

    /// <summary>Nothing was heard of the holder for too long.</summary>
    RanOut,

    /// <summary>The holder granted a request.</summary>
    Granted,

    /// <summary>A request was not answered in time.</summary>
    Unanswered,

    /// <summary>A maintainer took it.</summary>
    Forced,

    /// <summary>The connection to the instrument was lost; the next connection parks it.</summary>
    ConnectionLost,

    /// <summary>The daemon ended, and parked the instrument.</summary>
    DaemonEnded,
}
