using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Backups of everything that is not in a run folder, made now and listed.</summary>
/// <param name="desk">Checks permissions and keeps the trail.</param>
/// <param name="web">Where the configuration lies.</param>
/// <param name="services">Where the data folder is, in a daemon that has one.</param>
/// <param name="time">The clock.</param>
public sealed class BackupCommands(CommandDesk desk, WebSettings web, IServiceProvider services, TimeProvider time)
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private DataFolder Data => services.GetService<DataFolder>() ?? throw new InputException("this daemon has no data folder", "backup", "Start it by `serve`");

    /// <summary>The folder in which backups lie.</summary>
    public string Folder => Settings().Folder ?? BackupWriter.DefaultFolder(Data);

    /// <summary>The backups, the newest first.</summary>
    public IReadOnlyList<BackupView> List()
        => !Directory.Exists(Folder) ? [] : [.. new DirectoryInfo(Folder).EnumerateFiles("lto-autoscope-*.tar.gz")
            .Select(file => new BackupView(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero))).OrderByDescending(backup => backup.MadeAt)];

    /// <summary>Makes a backup as <c>config/backup.yaml</c> says, and reads it back.</summary>
    /// <param name="progress">Share that is written, 0…1; or null.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="InputException">Another one is being made, or the folder does not do.</exception>
    public Task<BackupReport> MakeAsync(IProgress<double>? progress, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Maintain, "backup.make"), async _ =>
        {
            if (!await OneAtATime.WaitAsync(0, cancellationToken)) throw new InputException("a backup is being made already", "backup", "Wait for it");
            try
            {
                BackupSettings settings = Settings();
                return await BackupWriter.WriteAsync(Data, settings.WithConfig && web.ConfigFolder.Length > 0 ? web.ConfigFolder : null, Folder, settings.Keep, web.Version, time, progress, cancellationToken);
            }
            finally
            {
                OneAtATime.Release();
            }
        });

    private BackupSettings Settings() => web.ConfigFolder.Length > 0 ? BackupSettings.Load(web.ConfigFolder) : new BackupSettings();
}
