using System.Diagnostics;
using System.Security.Cryptography;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>How fast a folder takes files as a run writes them: one after the other, each written beside, flushed to the disk and renamed.</summary>
/// <param name="MibPerS">Mean speed, MiB/s.</param>
/// <param name="LongestS">The longest that one file took, s.</param>
internal sealed record WriteSpeed(double MibPerS, double LongestS)
{
    private const int FileBytes = 2 << 20;
    private const int Files = 8;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    /// <summary>Measures with eight files of 2 MiB, or as many as twenty seconds allow; deletes them again.</summary>
    /// <exception cref="IOException">The folder takes no file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static async Task<WriteSpeed> MeasureAsync(string folder, CancellationToken cancellationToken)
    {
        // Not to be compressed on the way, and deleted at the next opening if this process dies.
        byte[] bytes = RandomNumberGenerator.GetBytes(FileBytes);
        string path = Path.Combine(folder, $"preflight-{Guid.NewGuid():N}");
        double longest = 0;
        long begun = Stopwatch.GetTimestamp();
        int written = 0;
        try
        {
            for (; written < Files && (written == 0 || Stopwatch.GetElapsedTime(begun) < Enough); written++)
            {
                long one = Stopwatch.GetTimestamp();
                await AtomicFile.WriteAsync($"{path}-{written}{AtomicFile.TemporarySuffix}", bytes, cancellationToken).ConfigureAwait(false);
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(one).TotalSeconds);
            }

            double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            return new WriteSpeed((double)written * FileBytes / (1 << 20) / seconds, longest);
        }
        finally
        {
            for (int i = 0; i <= written; i++) File.Delete($"{path}-{i}{AtomicFile.TemporarySuffix}");
        }
    }
}
