using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>The recurring checks before the night.</summary>
/// <param name="data">The data folder.</param>
/// <param name="preflight">The checks.</param>
public sealed class PreflightTask(DataFolder data, NightPreflight preflight) : IRecurringTask
{
    /// <inheritdoc/>
    public string Name => "preflight";

    /// <inheritdoc/>
    public async Task<TaskReport> RunAsync(CancellationToken cancellationToken)
        => Told(await preflight.RunAsync(await SampleQueue.ReadAsync(data, cancellationToken).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false));

    internal static TaskReport Told(PreflightReport report)
    {
        string[] todo = [.. report.Checks.Where(check => check.Outcome >= PreflightOutcome.Warning && check.ToDo.Length > 0).Select(check => check.ToDo)];
        return new TaskReport(report.MayBegin, report.Summary, string.Join("; ", todo));
    }
}
