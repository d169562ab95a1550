using System.ComponentModel;
using System.Diagnostics;

namespace LtoAutoscope.Daemon.Service;

/// <summary>Runs a command of the system.</summary>
internal static class SystemCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it and gives its exit code with all that it wrote; −1 where there is no such command.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(name) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using Process process = Process.Start(start) ?? throw new Win32Exception("it did not start");
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return (process.ExitCode, $"{await output.ConfigureAwait(false)}{await error.ConfigureAwait(false)}".Trim());
        }
        catch (Win32Exception missing)
        {
            return (-1, $"{name}: {missing.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (-1, $"{name} did not end within {Patience.TotalMinutes:0} min");
        }
    }

    /// <summary>A step that runs it.</summary>
    /// <param name="mayFail">Whether a failure is only told.</param>
    /// <param name="command">Name and arguments.</param>
    public static ServiceStep Step(bool mayFail, params string[] command) => new(string.Join(' ', command.Select(part => part.Contains(' ', StringComparison.Ordinal) ? $"\"{part}\"" : part)), async cancel =>
    {
        (int exit, string output) = await RunAsync(command[0], command[1..], cancel).ConfigureAwait(false);
        if (exit == 0 || mayFail) return exit == 0 ? "" : $"ended with {exit}: {output}";
        throw new IOException($"'{string.Join(' ', command)}' ended with {exit}: {output}");
    });
}
