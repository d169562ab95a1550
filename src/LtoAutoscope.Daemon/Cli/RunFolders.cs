using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>Runs of a data folder that is read without its lock, also while a daemon works in it.</summary>
internal static class RunFolders
{
    /// <summary>A run by its id, by <c>latest</c>, or by the path of its folder (an unpacked bundle, say).</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static async Task<RunFolder> OpenAsync(string run, string data, CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(run, RunFolder.RecordName))) return await RunFolder.OpenAsync(run, cancellationToken).ConfigureAwait(false);
        DataFolder folder = DataFolder.OpenReadOnly(data);
        if (run != "latest") return await RunFolder.OpenAsync(folder, run, cancellationToken).ConfigureAwait(false);
        return RunFolder.List(folder) is [.., var newest]
            ? await RunFolder.OpenAsync(folder, newest, cancellationToken).ConfigureAwait(false)
            : throw new InputException("there is no run yet", folder.Runs, "Queue a sample first");
    }
}
