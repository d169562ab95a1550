using System.Collections.Concurrent;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Decisions;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>The particles of all runs for pages and API. Columns are opened, checked and, where they are missing, damaged or out of date, made anew when a run is asked for.</summary>
/// <param name="data">The data folder.</param>
/// <param name="time">The clock.</param>
/// <remarks>Thread safety: all members may be called from any thread. Columns of runs that were not asked for lately are forgotten beyond <see cref="MostBytes"/>.</remarks>
public sealed class ParticleLibrary(DataFolder data, TimeProvider time)
{
    /// <summary>Bytes of columns in memory beyond which the runs that were asked for longest ago are forgotten.</summary>
    public const long MostBytes = 512L << 20;

    private const int MostRuns = 32, LatestRuns = 200;
    private readonly ConcurrentDictionary<string, RunColumns> _runs = new(StringComparer.Ordinal);

    /// <summary>The particles of a run, or null when there is none of that id.</summary>
    /// <exception cref="InputException">A file of the run cannot be read.</exception>
    public async Task<RunParticles?> OpenAsync(string runId, CancellationToken cancellationToken)
    {
        if (!RunId.IsValid(runId) || !File.Exists(Path.Combine(data.RunPath(runId), RunFolder.RecordName))) return null;
        RunColumns run = _runs.GetOrAdd(runId, id => new RunColumns(data.RunPath(id), data.IsReadOnly));
        run.LastAsked = time.GetUtcNow();
        RunParticles particles = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
        ForgetOthers(runId);
        return particles;
    }

    /// <summary>Asks something of the particles of a run. Where the column file turns out to be damaged or gone meanwhile, it is made anew and asked once more.</summary>
    /// <returns>The answer, or the default where there is no such run.</returns>
    /// <exception cref="InputException">A file of the run cannot be read, or what is asked does not fit.</exception>
    public async Task<T?> AskAsync<T>(string runId, Func<RunParticles, T> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        try
        {
            return await OpenAsync(runId, cancellationToken).ConfigureAwait(false) is { } run ? ask(run) : default;
        }
        catch (ColumnsDamagedException)
        {
            Forget(runId);
            return await OpenAsync(runId, cancellationToken).ConfigureAwait(false) is { } run ? ask(run) : default;
        }
    }

    /// <summary>Runs a filter; the last few answers of a run are kept.</summary>
    public ParticleSelection Select(RunParticles run, ParticleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _runs.TryGetValue(run.Record.RunId, out RunColumns? columns) ? columns.Select(run, filter) : ParticleQuery.Select(run.Columns, filter, run.Decisions);
    }

    /// <summary>Writes down what a person decided about particles of a run.</summary>
    /// <exception cref="InputException">A particle is not of the run, or the decision lacks something.</exception>
    public async Task<RunParticles> DecideAsync(string runId, IReadOnlyList<string> particleIds, DecisionVerdict verdict, string reason, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(particleIds);
        data.RequireWritable();
        RunParticles run = await AskAsync(runId, particles => particles, cancellationToken).ConfigureAwait(false) ?? throw new InputException($"there is no run '{runId}'", "runs", "Choose one of the list of runs");
        if (particleIds.FirstOrDefault(id => run.Columns.Find(id) < 0) is { } stranger) throw new InputException($"the run has no particle '{stranger}'", "particle_ids", "Give ids from the run's list of particles");
        await DecisionJournal.AppendAsync(run.FolderPath, particleIds, verdict, reason, by, time, cancellationToken).ConfigureAwait(false);
        return (await OpenAsync(runId, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>The runs of the last batch before a run: those that share the newest other batch name among earlier runs, or the one run before it where no batch is named.</summary>
    public async Task<IReadOnlyList<string>> LastBatchAsync(string runId, CancellationToken cancellationToken)
    {
        if (!RunId.IsValid(runId) || !File.Exists(Path.Combine(data.RunPath(runId), RunFolder.RecordName))) return [];
        string own = (await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false)).Record.Sample.Batch;
        string? batch = null;
        List<string> found = [];
        foreach (string earlier in RunFolder.List(data).Where(id => string.CompareOrdinal(id, runId) < 0).Reverse().Take(LatestRuns))
        {
            if (!HasParticles(earlier)) continue;
            RunRecord record = (await RunFolder.OpenAsync(data, earlier, cancellationToken).ConfigureAwait(false)).Record;
            if (record.Sample.Batch.Length == 0)
            {
                if (batch is null) return [earlier];
                continue;
            }

            if (record.Sample.Batch == own) continue;
            batch ??= record.Sample.Batch;
            if (record.Sample.Batch == batch) found.Add(earlier);
        }

        return found;
    }

    /// <summary>Forgets what is in memory of a run; it is read again, and checked, when it is asked for.</summary>
    public void Forget(string runId) => _runs.TryRemove(runId, out _);

    private bool HasParticles(string runId) => File.Exists(Path.Combine(data.RunPath(runId), "particles.csv"));

    private void ForgetOthers(string keep)
    {
        long bytes = _runs.Values.Sum(run => run.LoadedBytes);
        foreach ((string id, RunColumns run) in _runs.OrderBy(pair => pair.Value.LastAsked))
        {
            if (bytes <= MostBytes && _runs.Count <= MostRuns) return;
            if (id == keep) continue;
            bytes -= run.LoadedBytes;
            _runs.TryRemove(id, out _);
        }
    }
}
