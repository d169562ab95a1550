using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Preflight;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>What the schedule has done again and again so that a night survives: the checks before it, the check of the disk, the backup.</summary>
internal static class Survival
{
    /// <summary>Registers the tasks; their settings are read now, so that a wrong file is told at the start.</summary>
    /// <exception cref="Domain.InputException">A file of settings is wrong.</exception>
    public static void AddTasks(IServiceCollection services, string configFolder)
    {
        PreflightSettings preflight = PreflightFile.Load(configFolder);
        BackupSettings backup = BackupSettings.Load(configFolder);
        services.AddSingleton(provider => new NightPreflight(provider.GetRequiredService<DataFolder>(), preflight, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRecurringTask>(provider => new PreflightTask(provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<NightPreflight>()));
        services.AddSingleton<IRecurringTask>(provider => new DiskCheckTask(provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<NightPreflight>()));
        services.AddSingleton<IRecurringTask>(provider => new BackupTask(provider.GetRequiredService<DataFolder>(), configFolder, backup, SoftwareVersion.Current, provider.GetRequiredService<TimeProvider>()));
    }
}
