namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>How a connection to a mail server is secured.</summary>
internal enum MailSecurity
{
    /// <summary>Begun in clear and raised to TLS; refused where the server cannot.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>None: only for a server on the same machine or in the laboratory's own network.</summary>
    None,
}
