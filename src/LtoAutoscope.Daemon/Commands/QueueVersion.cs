using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>The version of what people edit: which jobs are open, in which order, and how each stands. What a run counts and when it ends is no part of it, so it changes only when somebody or the queue acts.</summary>
public static class QueueVersion
{
    private const int HashBytes = 8;

    /// <summary>Of the queue: 16 hexadecimal digits.</summary>
    public static string Of(IReadOnlyList<JobView> queue) => Hash(queue.Where(IsOpen));

    /// <summary>Of one job: 16 hexadecimal digits.</summary>
    public static string Of(JobView job) => Hash([job]);

    private static bool IsOpen(JobView job) => job.State is RunState.Queued or RunState.Running or RunState.Stopped;

    private static string Hash(IEnumerable<JobView> jobs)
    {
        var text = new StringBuilder();
        foreach (JobView job in jobs)
            text.Append(CultureInfo.InvariantCulture, $"{job.JobId}|{job.State}|{job.Priority}|{job.Window?.EarliestStart:O}|{job.Window?.LatestEnd:O}|{job.Hold?.Cause}|{job.Hold?.By}|{job.Hold?.Reason}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, HashBytes));
    }
}
