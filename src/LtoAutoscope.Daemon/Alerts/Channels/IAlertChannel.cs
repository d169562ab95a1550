namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>A way to tell people something.</summary>
internal interface IAlertChannel
{
    /// <summary>Its name, for rules.</summary>
    string Name { get; }

    /// <summary>Of what kind it is and where it leads, for people: “e-mail over smtp.example.org”. Never a secret.</summary>
    string Description { get; }

    /// <summary>Sends a message; when it returns the server has taken it.</summary>
    /// <exception cref="AlertDeliveryException">It did not get through; the message says why.</exception>
    Task SendAsync(AlertMessage message, CancellationToken cancellationToken);
}
