namespace LtoAutoscope.Daemon.Alerts.Outbox;

/// <summary>How far a delivery is.</summary>
internal enum DeliveryState
{
    /// <summary>To be sent, or sent again.</summary>
    Waiting,

    /// <summary>The server took it.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
    GivenUp,

    /// <summary>It went into a summary.</summary>
    Summarised,
}
