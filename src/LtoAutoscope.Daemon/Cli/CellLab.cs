using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>
/// Has something done about cells: under the data folder's lock and with a line in the audit trail; or, while a daemon holds the lock, through its API, where a key is given in the environment.
/// </summary>
internal static class CellLab
{
    /// <summary>The daemon's address; used while it holds the folder.</summary>
    public static Option<string> Server() => new("--server")
    {
        Description = $"Address of the daemon that works in the data folder, if one does; also from {DaemonClient.ServerVariable}. The key comes from {DaemonClient.KeyVariable}.", HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(DaemonClient.ServerVariable) is { Length: > 0 } address ? address : "http://127.0.0.1:5080",
    };

    /// <summary>Does it.</summary>
    /// <param name="path">The data folder.</param>
    /// <param name="server">The daemon's address.</param>
    /// <param name="offline">Does it in the folder; records what it did by the function given.</param>
    /// <param name="online">Does it through the daemon.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A daemon holds the folder and there is no key, or what is asked is wrong.</exception>
    public static async Task<T> DoAsync<T>(
        string path, string server, Func<DataFolder, Func<string, string, string, Task>, Task<T>> offline, Func<DaemonClient, Task<T>> online, string by, CancellationToken cancellationToken)
    {
        DataFolder.OpenReadOnly(path);
        DataFolder folder;
        try
        {
            folder = await DataFolder.OpenAsync(path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException held) when (held.InnerException is IOException)
        {
            if (Environment.GetEnvironmentVariable(DaemonClient.KeyVariable) is not { Length: > 0 })
                throw new InputException(held.What, held.Where, $"Put a key for that daemon into {DaemonClient.KeyVariable} ('lto-autoscope user key NAME'), and this goes through it; or use its page Cells, or stop it first", held);
            using DaemonClient client = DaemonClient.For(server);
            return await online(client).ConfigureAwait(false);
        }

        using (folder)
        {
            using AuditTrail trail = await AuditTrail.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
            await AuditInbox.TakeAsync(folder, trail, cancellationToken).ConfigureAwait(false);
            return await offline(folder, (action, target, reason) => trail.RecordAsync(UserVerb.Entry(by, action, target) with { Reason = reason }, cancellationToken)).ConfigureAwait(false);
        }
    }
}
