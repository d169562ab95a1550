using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>The recurring backup of everything that is not in a run folder.</summary>
/// <param name="data">The data folder.</param>
/// <param name="configFolder">The configuration folder.</param>
/// <param name="settings">Where archives go, and how many are kept.</param>
/// <param name="softwareVersion">The program's version.</param>
/// <param name="time">The clock.</param>
public sealed class BackupTask(DataFolder data, string configFolder, BackupSettings settings, string softwareVersion, TimeProvider time) : IRecurringTask
{
    private const double BytesPerMib = 1 << 20;

    /// <inheritdoc/>
    public string Name => "backup";

    /// <inheritdoc/>
    public async Task<TaskReport> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            BackupReport report = await BackupWriter.WriteAsync(
                data, settings.WithConfig ? configFolder : null, settings.Folder ?? BackupWriter.DefaultFolder(data), settings.Keep, softwareVersion, time, null, cancellationToken).ConfigureAwait(false);
            return new TaskReport(true, FormattableString.Invariant($"{report.Files} files in {report.Archive}, {report.ArchiveBytes / BytesPerMib:0.0} MiB, read back; {report.Deleted.Count} older archives deleted."),
                report.OnSameDisk ? "The archives lie on the disk of the data folder: name a folder on another disk in config/backup.yaml" : "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new TaskReport(false, $"The backup could not be made: {error.Message}", "Look at the disk of the archives, and at the folder in config/backup.yaml");
        }
    }
}
