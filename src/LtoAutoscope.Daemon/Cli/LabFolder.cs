using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>
/// The data folder for verbs that work beside a running daemon: it is opened without its lock, because what they add (data sets, models) has a lock of its own and
/// changes nothing that is there.
/// </summary>
internal static class LabFolder
{
    /// <summary>Opens the folder, and makes it where there is none yet.</summary>
    public static async Task<DataFolder> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(path, "runs")))
            (await DataFolder.OpenAsync(path, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false)).Dispose();
        return DataFolder.OpenReadOnly(path);
    }

    /// <summary>Opens the folder for reading, or gives null where there is none.</summary>
    public static DataFolder? Find(string path) => Directory.Exists(Path.Combine(path, "runs")) ? DataFolder.OpenReadOnly(path) : null;
}
