namespace LtoAutoscope.Daemon.Watch;

/// <summary>How a daemon is, by its own word.</summary>
internal enum HeartbeatState
{
    /// <summary>It runs, its pool of threads answers and its laboratory lives.</summary>
    Running,

    /// <summary>The process lives, but what it is for does not.</summary>
    Hung,

    /// <summary>It ended in good order, with the instrument parked.</summary>
    Ended,
}
