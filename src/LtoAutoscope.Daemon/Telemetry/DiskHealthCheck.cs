using LtoAutoscope.Storage.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Whether the data folder's disk takes a byte within a few seconds, and has room.</summary>
internal sealed class DiskHealthCheck(IServiceProvider services, TimeProvider time) : IHealthCheck
{
    private const double BytesPerGib = 1024.0 * 1024 * 1024;

    /// <summary>A leftover of a process that was killed in the check is swept at the next start like any unfinished file.</summary>
    private const string ProbeName = ".health.partial";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<DataFolder>() is not { } data) return HealthCheckResult.Healthy("No data folder is open.");
        try
        {
            long free = await Task.Run(() => Probe(data), CancellationToken.None).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            long least = new DataFolderOptions().MinimumFreeBytes;
            string room = FormattableString.Invariant($"{free / BytesPerGib:0.0} GiB free in {data.Root}");
            return free < least ? HealthCheckResult.Unhealthy(FormattableString.Invariant($"{room}, below the {least / BytesPerGib:0.0} GiB that are kept free.")) : HealthCheckResult.Healthy(room + ".");
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy(FormattableString.Invariant($"The disk of {data.Root} took no byte within {Patience.TotalSeconds:0} s."));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy($"The data folder cannot be written: {error.Message}");
        }
    }

    private static long Probe(DataFolder data)
    {
        string path = Path.Combine(data.Root, ProbeName);
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1))
        {
            file.WriteByte(1);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
        return data.FreeBytes;
    }
}
