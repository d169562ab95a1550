using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>The recurring check of the disk: space for the waiting jobs, quota, share and speed.</summary>
/// <param name="data">The data folder.</param>
/// <param name="preflight">The checks.</param>
public sealed class DiskCheckTask(DataFolder data, NightPreflight preflight) : IRecurringTask
{
    /// <inheritdoc/>
    public string Name => "disk_check";

    /// <inheritdoc/>
    public async Task<TaskReport> RunAsync(CancellationToken cancellationToken)
    {
        PreflightReport report = await preflight.RunDiskAsync(await SampleQueue.ReadAsync(data, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return PreflightTask.Told(report);
    }
}
