using System.ComponentModel;
using System.Diagnostics;

namespace LtoAutoscope.Daemon.Watch;

/// <summary>Runs what a lab wants to be run on an alarm: a mail, a siren, a message. It gets the event in its environment.</summary>
internal sealed class AlarmCommand(string command, string instrument)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it through the system's shell and gives it half a minute; says what went wrong, or nothing.</summary>
    public async Task<string> RunAsync(WatchEvent alarm, CancellationToken cancellationToken)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe") { ArgumentList = { "/c", command } } : new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command } };
        start.Environment["LTO_AUTOSCOPE_ALARM"] = alarm.Message;
        start.Environment["LTO_AUTOSCOPE_INSTRUMENT"] = instrument;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using Process process = Process.Start(start) ?? throw new Win32Exception("it did not start");
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? "" : $"the alarm command ended with {process.ExitCode}";
        }
        catch (OperationCanceledException)
        {
            return $"the alarm command had not ended after {Patience.TotalSeconds:0} s";
        }
        catch (Win32Exception error)
        {
            return $"the alarm command could not be started: {error.Message}";
        }
    }
}
