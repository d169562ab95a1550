using System.Collections.Concurrent;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>How long imaging a sample and taking a tile take, from what earlier runs took; used where a promise ends at a time.</summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
internal sealed class ImagingTimes(DataFolder data)
{
    /// <summary>Runs of one recipe that are looked at, newest first.</summary>
    private const int RunsKept = 8;
    private const int TilesKept = 12;

    /// <summary>A gap so many times as long as the usual one was a wait.</summary>
    private const double NoTile = 8;

    /// <summary>Moves, focus and read-back of a tile, on top of its scan, where nothing is known yet.</summary>
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(8);
    private readonly ConcurrentDictionary<string, (TimeSpan Spent, bool IsDone)> _known = new(StringComparer.Ordinal);

    /// <summary>The time under the beam that a job still needs: the median of earlier runs of its recipe less what it has had, or, where there is none, what its frames would take at most.</summary>
    public async Task<TimeSpan> LeftAsync(QueuedJob job, IReadOnlyList<QueuedJob> jobs, CancellationToken cancellationToken)
    {
        List<TimeSpan> taken = [];
        foreach (QueuedJob past in jobs.Where(past => past.State == RunState.Completed && past.RunId is not null && past.Recipe.Name == job.Recipe.Name).OrderByDescending(past => past.EndedAt).Take(RunsKept))
            if (await SpentAsync(past.RunId!, cancellationToken).ConfigureAwait(false) is (var spent, true)) taken.Add(spent);
        TimeSpan whole = taken.Count > 0 ? taken.Order().ElementAt(taken.Count / 2) : job.Recipe.MaximumFrames * Tile(job.Recipe);
        if (job.Recipe.MaximumMinutes is { } minutes && whole > TimeSpan.FromMinutes(minutes)) whole = TimeSpan.FromMinutes(minutes);
        TimeSpan had = job.RunId is { } runId && await SpentAsync(runId, cancellationToken).ConfigureAwait(false) is (var before, _) ? before : TimeSpan.Zero;
        return whole - had > Tile(job.Recipe) ? whole - had : Tile(job.Recipe);
    }

    /// <summary>Whether all images of a run are taken: what is left of it needs no beam.</summary>
    public async Task<bool> IsImagedAsync(string? runId, CancellationToken cancellationToken)
        => runId is not null && await SpentAsync(runId, cancellationToken).ConfigureAwait(false) is (_, true);

    /// <summary>The longest that the next tile may take: the slowest of the last ones, its focus searches included, and half as much again. Waits that were no tile (for vacuum, say) are left out.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="frames">The frames of the run, oldest first.</param>
    /// <param name="since">When the run began, or went on: the pause before it was no tile.</param>
    public static TimeSpan Tile(Recipe recipe, IReadOnlyList<FrameView> frames, DateTimeOffset since)
    {
        DateTimeOffset[] taken = [.. frames.Select(frame => frame.Metadata.AcquiredAt).OfType<DateTimeOffset>().Where(at => at >= since).TakeLast(TilesKept)];
        TimeSpan[] gaps = [.. taken.Zip(taken.Skip(1), (one, next) => next - one).Order()];
        if (gaps.Length == 0) return Tile(recipe);
        TimeSpan slowest = gaps.Last(gap => gap <= gaps[gaps.Length / 2] * NoTile) * 1.5;
        // With too few tiles to judge by, the estimate counts where it is the longer one.
        return gaps.Length > TilesKept / 2 || slowest > Tile(recipe) ? slowest : Tile(recipe);
    }

    /// <summary>The time of a tile as the recipe alone tells it.</summary>
    public static TimeSpan Tile(Recipe recipe)
        => TimeSpan.FromSeconds(recipe.Exposure.DwellUs * 1e-6 * recipe.Exposure.WidthPx * recipe.Exposure.HeightPx * (1 + (double)recipe.Focus.Steps / recipe.Focus.EveryFrames)) + Overhead;

    /// <summary>Time between begin and end of imaging without the pauses; what is done is remembered, because it changes no more.</summary>
    private async Task<(TimeSpan Spent, bool IsDone)?> SpentAsync(string runId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(runId, out (TimeSpan, bool) known)) return known;
        if (!File.Exists(Path.Combine(data.RunPath(runId), RunFolder.RecordName))) return null;
        try
        {
            RunFolder folder = await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false);
            (TimeSpan Spent, bool IsDone) read = Spent(await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false));
            if (read.IsDone) _known[runId] = read;
            return read;
        }
        catch (Exception damaged) when (damaged is InputException or IOException)
        {
            // The run says so itself when its turn comes; the jobs behind it must not wait for that.
            return null;
        }
    }

    /// <summary>Time between begin and end of imaging without the pauses.</summary>
    internal static (TimeSpan Spent, bool IsDone) Spent(IReadOnlyList<RunEvent> lines)
    {
        TimeSpan spent = TimeSpan.Zero;
        for (int i = 1; i < lines.Count; i++)
        {
            if (lines[i].Kind != RunEventKind.RunResumed && lines[i].Time > lines[i - 1].Time) spent += lines[i].Time - lines[i - 1].Time;
            if (lines[i].Kind == RunEventKind.AcquisitionDone) return (spent, true);
        }

        return (spent, false);
    }
}
