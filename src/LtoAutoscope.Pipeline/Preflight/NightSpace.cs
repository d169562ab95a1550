using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>
/// What the runs of the waiting jobs will write: frames by their recipes (repetitions included), with the previews and analyses that go with them, and the cell model. How much goes with a
/// frame, and how much a cell model leaves, is taken from the last runs of the data folder where there are any.
/// </summary>
public static class NightSpace
{
    private const int RunsLookedAt = 6;

    /// <summary>Bytes on the disk for each byte of pixels, where nothing is known: frame, preview, overlay and analysis.</summary>
    private const double DefaultBytesPerPixelByte = 1.8;

    /// <summary>Bytes of a run besides its frames, where nothing is known: fields and views of the cell model, tables, report.</summary>
    private const double DefaultRunBytes = 96 << 20;

    /// <summary>Bytes that the runs of these jobs are expected to write at most.</summary>
    public static long BytesNeeded(IEnumerable<QueuedJob> jobs, DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(data);
        (double perPixelByte, double run) = Learned(data);
        return (long)jobs.Sum(job => PixelBytes(job.Recipe.Exposure) * Frames(job.Recipe) * perPixelByte + run);
    }

    /// <summary>The highest pace at which frames of these jobs come, bytes a second; 0 without jobs.</summary>
    public static double BytesPerSecond(IEnumerable<QueuedJob> jobs)
        => jobs.Select(job => job.Recipe.Exposure).Select(exposure => PixelBytes(exposure) * DefaultBytesPerPixelByte / (exposure.WidthPx * (double)exposure.HeightPx * exposure.DwellUs * 1e-6)).DefaultIfEmpty(0).Max();

    /// <summary>Jobs whose runs still write.</summary>
    public static IEnumerable<QueuedJob> Waiting(IEnumerable<QueuedJob> jobs) => jobs.Where(job => job.State is RunState.Queued or RunState.Running);

    private static double Frames(Recipe recipe) => recipe.MaximumFrames * (1 + recipe.Errors.RedoPercent / 100);

    private static double PixelBytes(ExposureSettings exposure) => (double)exposure.WidthPx * exposure.HeightPx * exposure.BitsPerPixel / 8;

    private static (double PerPixelByte, double Run) Learned(DataFolder data)
    {
        double pixels = 0, withFrames = 0, rest = 0;
        int runs = 0;
        foreach (string runId in RunFolder.List(data).Reverse().Take(RunsLookedAt))
        {
            string folder = data.RunPath(runId);
            // One that is under way says nothing of a whole one.
            if (!File.Exists(Path.Combine(folder, "report.html"))) continue;
            runs++;
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            {
                string part = Path.GetRelativePath(folder, file.FullName).Split(Path.DirectorySeparatorChar)[0];
                if (part is not ("frames" or "analysis")) rest += file.Length;
                else withFrames += file.Length;
                if (part == "frames" && file.Extension == ".tif") pixels += file.Length;
            }
        }

        return (pixels > 0 ? withFrames / pixels : DefaultBytesPerPixelByte, runs > 0 ? rest / runs : DefaultRunBytes);
    }
}
