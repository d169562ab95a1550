using System.IO.Hashing;
using System.Runtime.InteropServices;
using LiteDB;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Queue;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace LtoAutoscope.Storage.Index;

/// <summary>
/// The LiteDB file: one document a run, a frame, a job, each with the fields that are searched, the whole record as JSON and the XXH3-64 of that text
/// (LiteDB itself checks nothing).
/// </summary>
/// <remarks>
/// Thread safety: none; <see cref="LabIndex"/> lets one caller at a time in. LiteDB 5.0.20 corrupts its file when several threads write at once
/// (its issue 2825) or several processes open it (2163).
/// </remarks>
internal sealed class IndexDatabase : IDisposable
{
    /// <summary>Changes when the documents change; a file of another version is thrown away.</summary>
    internal const int Version = 1;

    private const string RunsName = "runs", FramesName = "frames", JobsName = "jobs", Body = "json", Checksum = "xxh3", FrameCount = "frames";
    private readonly LiteDatabase _file;
    private Dictionary<string, IndexedRun>? _runs; // what Runs holds, read once: lists of many thousand runs are asked for at every look

    private IndexDatabase(LiteDatabase file) => _file = file;

    private ILiteCollection<BsonDocument> Runs => _file.GetCollection(RunsName);

    private ILiteCollection<BsonDocument> Frames => _file.GetCollection(FramesName);

    private ILiteCollection<BsonDocument> Jobs => _file.GetCollection(JobsName);

    /// <summary>Opens a file, or makes it, and reads every document once: LiteDB has no other check of a file.</summary>
    /// <exception cref="Exception">It is no such file, is damaged, or is of another version; of what type, LiteDB does not promise.</exception>
    internal static IndexDatabase Open(string path, out bool isNew)
    {
        isNew = !File.Exists(path);
        var database = new IndexDatabase(new LiteDatabase(new ConnectionString { Filename = path, Connection = ConnectionType.Direct }));
        try
        {
            if (isNew)
            {
                database._file.UserVersion = Version;
                database.Frames.EnsureIndex("run_id", "$.run_id");
            }
            else if (database._file.UserVersion != Version)
            {
                throw new InvalidDataException($"The index has version {database._file.UserVersion}, and {Version} is due.");
            }

            database.ReadEverything();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Does several writes in one transaction.</summary>
    internal void Write(Action<IndexDatabase> work)
    {
        _file.BeginTrans();
        try
        {
            work(this);
            _file.Commit();
        }
        catch
        {
            _runs = null;
            _file.Rollback();
            throw;
        }
    }

    internal void Clear()
    {
        _runs = null;
        Runs.DeleteAll();
        Frames.DeleteAll();
        Jobs.DeleteAll();
    }

    internal void Put(RunProjection projection)
    {
        long known = FindRun(projection.Run.RunId)?.LastSequence ?? 0;
        BsonDocument run = Document(projection.Run.RunId, projection.Run);
        run[FrameCount] = projection.Frames.Count;
        Runs.Upsert(run);
        if (_runs is not null) _runs[projection.Run.RunId] = projection.Run;
        Frames.Upsert(projection.Frames.Where(frame => frame.LastSequence > known).Select(frame =>
        {
            BsonDocument document = Document($"{frame.RunId}/{frame.FrameId}", frame);
            document["run_id"] = frame.RunId;
            return document;
        }));
    }

    internal void Remove(string runId)
    {
        Runs.Delete(runId);
        _runs?.Remove(runId);
        Frames.DeleteMany(Query.EQ("run_id", runId));
    }

    internal void PutJobs(IReadOnlyList<QueuedJob> jobs)
    {
        Jobs.DeleteAll();
        Jobs.Insert(jobs.Select((job, place) =>
        {
            BsonDocument document = Document(job.JobId, job);
            document["place"] = place;
            return document;
        }));
    }

    internal IReadOnlyCollection<IndexedRun> ReadRuns() => (_runs ??= Runs.FindAll().Select(Record<IndexedRun>).ToDictionary(run => run.RunId, StringComparer.Ordinal)).Values;

    internal IndexedRun? FindRun(string runId) => Runs.FindById(runId) is { } document ? Record<IndexedRun>(document) : null;

    internal List<IndexedFrame> ReadFrames(string runId) => [.. Frames.Find(Query.EQ("run_id", runId)).Select(Record<IndexedFrame>)];

    internal List<QueuedJob> ReadJobs() => [.. Jobs.FindAll().OrderBy(document => document["place"].AsInt32).Select(Record<QueuedJob>)];

    private void ReadEverything()
    {
        _ = ReadJobs();
        Dictionary<string, int> found = [];
        foreach (IndexedFrame frame in Frames.FindAll().Select(Record<IndexedFrame>)) found[frame.RunId] = found.GetValueOrDefault(frame.RunId) + 1;
        // Once through the index of frames, instead of a question for each of what may be ten thousand runs.
        Dictionary<string, int> indexed = [];
        foreach (BsonDocument frame in Frames.Find(Query.All("run_id"))) indexed[frame["run_id"].AsString] = indexed.GetValueOrDefault(frame["run_id"].AsString) + 1;
        foreach (BsonDocument document in Runs.FindAll())
        {
            string runId = Record<IndexedRun>(document).RunId;
            found.Remove(runId, out int frames);
            if (frames != document[FrameCount].AsInt32 || frames != indexed.GetValueOrDefault(runId) || FindRun(runId) is null)
                throw new InvalidDataException($"The index does not have all frames of run {runId}.");
        }

        if (found.Count > 0) throw new InvalidDataException("The index has frames of a run that it does not have.");
    }

    private static BsonDocument Document<T>(string id, T record)
    {
        string json = JsonSerializer.Serialize(record, DomainJson.Line);
        return new BsonDocument { ["_id"] = id, [Body] = json, [Checksum] = ChecksumOf(json) };
    }

    private static T Record<T>(BsonDocument document)
    {
        string json = document[Body].AsString;
        if (document[Checksum].AsInt64 != ChecksumOf(json)) throw new InvalidDataException("A document of the index is damaged.");
        return JsonSerializer.Deserialize<T>(json, DomainJson.Line) ?? throw new InvalidDataException("A document of the index is empty.");
    }

    private static long ChecksumOf(string text) => unchecked((long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())));
}
