using System.Collections.Immutable;
using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>
/// Reads a night from the files of a data folder: the queue's journal, the runs' journals and their results. It writes nothing, needs no lock, and bears lines and keys that are missing:
/// what cannot be read is named among the problems, and the figures lack it.
/// </summary>
public static class NightReader
{
    /// <summary>A run begun so long before the night is looked at only when its journal was written to in the night.</summary>
    private static readonly TimeSpan OldRun = TimeSpan.FromDays(3);

    /// <summary>How long after its beginning a night's work still counts for how its samples ended: the cell model may need the morning.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    /// <summary>Everything that the morning page tells of a night.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="night">Which hours.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    public static async Task<NightSummary> ReadAsync(DataFolder data, NightWindow night, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(night);
        ArgumentNullException.ThrowIfNull(time);
        DateTimeOffset now = time.GetUtcNow(), horizon = night.From + Horizon > night.To ? night.From + Horizon : night.To;
        List<string> problems = [];
        List<NightJournal> journals = [];
        ImmutableList<RunEvent> queueLines = await JournalAsync(Path.Combine(data.Queue, SampleQueue.JournalName), data, journals, problems, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<QueuedJob> jobs = QueueReplay.Of(queueLines.Where(line => line.Time < horizon));

        List<NightRun> runs = [];
        Dictionary<string, RunFolder> folders = new(StringComparer.Ordinal);
        foreach (string runId in RunFolder.List(data))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await RunAsync(data, runId, night, horizon, journals, problems, cancellationToken).ConfigureAwait(false) is not { } read) continue;
            runs.Add(read.Run);
            folders[runId] = read.Folder;
        }

        runs = [.. runs.OrderBy(run => run.Within!.Value.First)];
        DateTimeOffset from = night.IsScheduled ? night.From : runs.Count > 0 ? runs[0].Within!.Value.First : night.From;
        DateTimeOffset to = runs.Count > 0 ? runs.Max(run => run.Within!.Value.Last) : night.IsScheduled && now > night.From ? Earlier(now, night.To) : from;
        if (to < from) to = from;

        var samples = new NightSamples(folders, problems);
        IReadOnlyList<NightSample> told = await samples.OfAsync(runs, jobs, night, cancellationToken).ConfigureAwait(false);
        NightIncident[] incidents = [.. runs.SelectMany(run => run.Incidents.All).Where(incident => incident.At >= night.From && incident.At < night.To).OrderBy(incident => incident.At)];
        NightRun? lastUser = runs.Where(run => run.LastUse is not null).MaxBy(run => run.LastUse);
        return new NightSummary
        {
            Date = night.Date, From = from, To = to, GeneratedAt = now, UtcOffsetMinutes = time.LocalTimeZone.GetUtcOffset(from).TotalMinutes,
            Instrument = runs.LastOrDefault()?.Record.Instrument ?? "", IsSimulated = runs.Any(run => run.Record.IsSimulated), VentDeadline = night.VentDeadline,
            FreeSince = lastUser?.FreeSince, Samples = told,
            Tiles = NightTileCount.Sum(runs.Select(run => run.Tiles)),
            ParticlesMeasured = told.Sum(sample => sample.Particles), ParticlesRejected = told.Sum(sample => sample.ParticlesRejected),
            Incidents = await NightPictures.AttachAsync(data, incidents, cancellationToken).ConfigureAwait(false),
            ToDo = NightTasks.Of(told, incidents, lastUser, jobs),
            Spent = TimeSpent.Of(runs.SelectMany(run => run.Clock.Stretches), from, to),
            Calibrations = [.. runs.SelectMany(run => run.Calibrations).OrderBy(check => check.At)],
            Comparisons = await NightComparisons.OfAsync(data, told, from, cancellationToken).ConfigureAwait(false),
            Provenance = new NightProvenance
            {
                Software = Distinct(runs.Select(run => run.Record.SoftwareVersion)), SegmentationModels = Distinct(runs.Select(run => run.Record.SegmentationModel)),
                Recipes = Distinct(told.Select(sample => sample.Recipe)), Journals = journals, Problems = problems,
            },
        };
    }

    private static async Task<(NightRun Run, RunFolder Folder)?> RunAsync(
        DataFolder data, string runId, NightWindow night, DateTimeOffset horizon, List<NightJournal> journals, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            RunFolder folder = await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false);
            if (folder.Record.CreatedAt >= night.To) return null;
            if (folder.Record.CreatedAt < night.From - OldRun && File.GetLastWriteTimeUtc(folder.JournalPath) < night.From.UtcDateTime) return null;
            List<NightJournal> own = [];
            ImmutableList<RunEvent> lines = await JournalAsync(folder.JournalPath, data, own, problems, cancellationToken).ConfigureAwait(false);
            NightRun run = NightRun.Of(folder.Record, lines, night.From, night.To, horizon);
            if (run.Within is null) return null;
            journals.AddRange(own);
            return (run, folder);
        }
        catch (InputException unreadable)
        {
            problems.Add(unreadable.Message);
            return null;
        }
    }

    /// <summary>The lines of a journal; of one that is damaged or missing none, and the problem is noted.</summary>
    private static async Task<ImmutableList<RunEvent>> JournalAsync(string path, DataFolder data, List<NightJournal> journals, List<string> problems, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return [];
        try
        {
            ImmutableList<RunEvent> lines = await JournalReader.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using (stream.ConfigureAwait(false))
            {
                byte[] hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
                journals.Add(new NightJournal(Path.GetRelativePath(data.Root, path).Replace('\\', '/'), lines.Count, Convert.ToHexStringLower(hash)));
            }

            return lines;
        }
        catch (Exception error) when (error is InputException or IOException or UnauthorizedAccessException)
        {
            problems.Add(error.Message);
            return [];
        }
    }

    private static IReadOnlyList<string> Distinct(IEnumerable<string> texts) => [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
