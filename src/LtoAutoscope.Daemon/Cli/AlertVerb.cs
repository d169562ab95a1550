using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>alert</c>: the channels and what they told.</summary>
internal static class AlertVerb
{
    public static Command Create() => new("alert", "Alerts: test the channels, list what was told, note that it was seen.") { AlertTestVerb.Create(), AlertListVerb.Create(), AlertAcknowledgeVerb.Create() };
}
