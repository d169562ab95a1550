using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Index;

/// <summary>
/// The index over a data folder: what lists and filters need of runs, frames and queue. It holds nothing that the files do not hold, may be deleted at
/// any moment, and makes itself again when its file is missing, damaged or of another version.
/// </summary>
/// <remarks>
/// Thread safety: all members may be called from any thread; one gate lets one caller at a time to LiteDB. One process: the lock of the data folder sees to it.
/// </remarks>
public sealed class LabIndex : IDisposable
{
    /// <summary>Name of the LiteDB file in the folder <c>index</c>.</summary>
    public const string FileName = "lab.db";

    private const int RunsInATransaction = 50;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly DataFolder _data;
    private readonly string _path;
    private IndexDatabase _database;
    private bool _disposed;

    private LabIndex(DataFolder data, string path, IndexDatabase database) => (_data, _path, _database) = (data, path, database);

    /// <summary>Why the index was last made again by itself, with what was found; null when it was not.</summary>
    public string? RebuiltBecause { get; private set; }

    /// <summary>
    /// Opens the index, makes it again where it is missing, damaged or of another version, and takes in what changed in the files since it was last open.
    /// A damaged file is kept as <c>lab.damaged.db</c>.
    /// </summary>
    /// <exception cref="IOException">The folder <c>index</c> cannot be written.</exception>
    public static async Task<LabIndex> OpenAsync(DataFolder data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWritable();
        string path = Path.Combine(data.Index, FileName);
        IndexDatabase database;
        bool isNew;
        string? reason = null;
        try
        {
            database = IndexDatabase.Open(path, out isNew);
        }
        catch (Exception error) when (IsDamage(error))
        {
            reason = error.Message;
            MoveAside(path);
            database = IndexDatabase.Open(path, out isNew);
        }

        var index = new LabIndex(data, path, database) { RebuiltBecause = reason };
        try
        {
            if (isNew) await index.RebuildAsync(data, null, cancellationToken).ConfigureAwait(false);
            else await index.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Runs, newest first.</summary>
    public async Task<IReadOnlyList<IndexedRun>> RunsAsync(RunFilter? filter, CancellationToken cancellationToken)
    {
        filter ??= new RunFilter();
        return await UseAsync(database => (IReadOnlyList<IndexedRun>)[.. InOrder(database.ReadRuns().Where(filter.Matches)).Take(filter.Limit)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A page of runs, newest first, and how many there are in all.</summary>
    /// <param name="filter">Which are wanted; its limit does not count here.</param>
    /// <param name="skip">How many come before the page.</param>
    /// <param name="take">How many it holds at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<(IReadOnlyList<IndexedRun> Runs, int Total)> RunPageAsync(RunFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return UseAsync<(IReadOnlyList<IndexedRun>, int)>(database =>
        {
            IndexedRun[] found = [.. database.ReadRuns().Where(filter.Matches)];
            return ([.. InOrder(found).Skip(skip).Take(take)], found.Length);
        }, cancellationToken);
    }

    /// <summary>The run of an id, or null.</summary>
    public Task<IndexedRun?> FindRunAsync(string runId, CancellationToken cancellationToken)
        => UseAsync(database => database.FindRun(runId), cancellationToken);

    /// <summary>The frames of a run by their ids.</summary>
    public async Task<IReadOnlyList<IndexedFrame>> FramesAsync(string runId, CancellationToken cancellationToken)
    {
        List<IndexedFrame> frames = await UseAsync(database => database.ReadFrames(runId), cancellationToken).ConfigureAwait(false);
        return [.. frames.OrderBy(frame => frame.FrameId, StringComparer.Ordinal)];
    }

    /// <summary>The queue in order.</summary>
    public async Task<IReadOnlyList<QueuedJob>> JobsAsync(CancellationToken cancellationToken)
        => await UseAsync(database => database.ReadJobs(), cancellationToken).ConfigureAwait(false);

    /// <summary>Takes in what a run folder says now.</summary>
    public async Task UpdateRunAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        RunProjection projection = await RunProjection.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
        await UseAsync(database => WriteNewer(database, [projection]), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in the queue as it is now.</summary>
    public Task UpdateQueueAsync(IReadOnlyList<QueuedJob> jobs, CancellationToken cancellationToken)
        => UseAsync(database => Write(database, d => d.PutJobs(jobs)), cancellationToken);

    /// <summary>Makes the index again from the files; what cannot be read is left out and told.</summary>
    /// <param name="data">The data folder of this index.</param>
    /// <param name="progress">Told after every run, or null.</param>
    /// <param name="cancellationToken">Ends it between two runs; the index is then incomplete until the next opening or rebuild.</param>
    public async Task<RebuildReport> RebuildAsync(DataFolder data, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Root != _data.Root) throw new ArgumentException($"This is the index of {_data.Root}.", nameof(data));
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return await FillAsync(progress, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsDamage(error))
            {
                Replace(error);
                return await FillAsync(progress, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _gate.Wait();
        try
        {
            if (_disposed) return;
            _disposed = true;
            Close(_database);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static IOrderedEnumerable<IndexedRun> InOrder(IEnumerable<IndexedRun> runs)
        => runs.OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.RunId, StringComparer.Ordinal);

    private async Task<T> UseAsync<T>(Func<IndexDatabase, T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return work(_database);
            }
            catch (Exception error) when (IsDamage(error))
            {
                Replace(error);
                await FillAsync(null, cancellationToken).ConfigureAwait(false);
                return work(_database);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Clears and fills the index; the caller is inside the gate.</summary>
    private async Task<RebuildReport> FillAsync(IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        Write(_database, database => database.Clear());
        var ids = RunFolder.List(_data);
        List<string> problems = [];
        List<RunProjection> batch = [];
        int runs = 0, frames = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (await ProjectAsync(ids[i], problems, cancellationToken).ConfigureAwait(false) is { } projection)
            {
                batch.Add(projection);
                runs++;
                frames += projection.Frames.Count;
            }

            if (batch.Count == RunsInATransaction || i == ids.Length - 1)
            {
                WriteNewer(_database, batch);
                batch.Clear();
            }

            progress?.Report(new RebuildProgress(i + 1, ids.Length));
        }

        IReadOnlyList<QueuedJob> jobs = await ReadQueueAsync(problems, cancellationToken).ConfigureAwait(false);
        Write(_database, database => database.PutJobs(jobs));
        return new RebuildReport(runs, frames, jobs.Count, problems);
    }

    /// <summary>Runs whose journal has grown since, runs that are new, runs whose folder is gone, and the queue.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, IndexedRun> known = await UseAsync(database => database.ReadRuns().ToDictionary(run => run.RunId), cancellationToken).ConfigureAwait(false);
        List<string> problems = [];
        foreach (string id in RunFolder.List(_data))
        {
            var journal = new FileInfo(Path.Combine(_data.RunPath(id), RunFolder.JournalName));
            bool isCurrent = known.Remove(id, out IndexedRun? run) && run.JournalBytes == (journal.Exists ? journal.Length : 0);
            if (!isCurrent && await ProjectAsync(id, problems, cancellationToken).ConfigureAwait(false) is { } projection)
                await UseAsync(database => Write(database, d => { d.Remove(id); d.Put(projection); }), cancellationToken).ConfigureAwait(false);
        }

        foreach (string gone in known.Keys) await UseAsync(database => Write(database, d => d.Remove(gone)), cancellationToken).ConfigureAwait(false);
        await UpdateQueueAsync(await ReadQueueAsync(problems, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RunProjection?> ProjectAsync(string runId, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            return await RunProjection.ReadAsync(await RunFolder.OpenAsync(_data, runId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            problems.Add(error.Message);
            return null;
        }
    }

    private async Task<IReadOnlyList<QueuedJob>> ReadQueueAsync(List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            return await SampleQueue.ReadAsync(_data, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            problems.Add(error.Message);
            return [];
        }
    }

    /// <summary>Writes projections, but none that was read from a shorter journal than what the index has by now.</summary>
    private static bool WriteNewer(IndexDatabase database, IReadOnlyList<RunProjection> projections)
        => Write(database, d =>
        {
            foreach (RunProjection projection in projections)
                if (d.FindRun(projection.Run.RunId) is not { } known || known.JournalBytes <= projection.Run.JournalBytes) d.Put(projection);
        });

    private static bool Write(IndexDatabase database, Action<IndexDatabase> work)
    {
        database.Write(work);
        return true;
    }

    private void Replace(Exception error)
    {
        Close(_database);
        MoveAside(_path);
        _database = IndexDatabase.Open(_path, out _);
        RebuiltBecause = error.Message;
    }

    private static void MoveAside(string path)
    {
        string log = Path.ChangeExtension(path, null) + "-log.db";
        if (File.Exists(path)) File.Move(path, Path.ChangeExtension(path, ".damaged.db"), overwrite: true);
        File.Delete(log);
    }

    private static void Close(IndexDatabase database)
    {
        try
        {
            database.Dispose();
        }
        catch (Exception error) when (IsDamage(error))
        {
            // A damaged file cannot be closed in order; it is thrown away.
        }
    }

    /// <summary>
    /// LiteDB meets a damaged page with whatever its code runs into, plain <see cref="Exception"/> and <see cref="IOException"/> among them. So everything counts as damage
    /// but what is ours: throwing away an index that was sound costs a rebuild, and where the disk itself is at fault the rebuild says so.
    /// </summary>
    private static bool IsDamage(Exception error) => error is not (OperationCanceledException or InputException or OutOfMemoryException);
}
