using System.Collections.Immutable;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Storage.Runs;

/// <summary>One run on the disk: <c>runs/&lt;run id&gt;/</c>. Its files are the truth about the run.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class RunFolder
{
    /// <summary>Name of the record's file.</summary>
    public const string RecordName = "run.json";

    /// <summary>Name of the journal.</summary>
    public const string JournalName = "journal.ndjson";

    private RunFolder(string path, RunRecord record) => (FolderPath, Record) = (path, record);

    /// <summary>The folder's absolute path.</summary>
    public string FolderPath { get; }

    /// <summary>What the run was made with.</summary>
    public RunRecord Record { get; }

    /// <summary>The run's id, the folder's name.</summary>
    public string RunId => Record.RunId;

    /// <summary><c>run.json</c>.</summary>
    public string RecordPath => PathOf(RecordName);

    /// <summary><c>journal.ndjson</c>.</summary>
    public string JournalPath => PathOf(JournalName);

    /// <summary><c>frames/</c>: TIFF files and JPEG previews.</summary>
    public string FramesPath => PathOf("frames");

    /// <summary><c>analysis/</c>: the particles of each frame.</summary>
    public string AnalysisPath => PathOf("analysis");

    /// <summary><c>fem/</c>: what the cell model wrote.</summary>
    public string FemPath => PathOf("fem");

    /// <summary><c>particles.csv</c>.</summary>
    public string ParticlesCsvPath => PathOf("particles.csv");

    /// <summary><c>particles.parquet</c>.</summary>
    public string ParticlesParquetPath => PathOf("particles.parquet");

    /// <summary><c>morphology.json</c>.</summary>
    public string MorphologyPath => PathOf("morphology.json");

    /// <summary><c>fem/result.json</c>.</summary>
    public string CellResultPath => PathOf("fem/result.json");

    /// <summary><c>fem/voltage.csv</c>.</summary>
    public string VoltagePath => PathOf("fem/voltage.csv");

    /// <summary><c>fem/material.yaml</c>: the material as the cell model was run with it.</summary>
    public string MaterialPath => PathOf("fem/material.yaml");

    /// <summary><c>cell.bpx.json</c>: the half cell's parameters for other programs.</summary>
    public string BpxPath => PathOf("cell.bpx.json");

    /// <summary><c>prediction.json</c>.</summary>
    public string PredictionPath => PathOf("prediction.json");

    /// <summary><c>report.html</c>.</summary>
    public string ReportPath => PathOf("report.html");

    /// <summary><c>report.json</c>.</summary>
    public string ReportJsonPath => PathOf("report.json");

    /// <summary>The preview of a frame, <c>frames/&lt;frame id&gt;.jpg</c>.</summary>
    public string PreviewPath(string frameId) => PathOf($"frames/{RunFrameStore.RequireId(frameId)}.jpg");

    /// <summary>The picture of a frame with the outlines of its particles, <c>frames/&lt;frame id&gt;_overlay.png</c>.</summary>
    public string OverlayPath(string frameId) => PathOf($"frames/{RunFrameStore.RequireId(frameId)}_overlay.png");

    /// <summary>The analysis of a frame, <c>analysis/&lt;frame id&gt;.json</c>.</summary>
    public string FrameAnalysisPath(string frameId) => PathOf($"analysis/{RunFrameStore.RequireId(frameId)}.json");

    /// <summary>The absolute path of something in the folder, given with forward slashes.</summary>
    public string PathOf(string relativePath) => Path.Combine(FolderPath, relativePath.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Makes a run: its folder, then <c>run.json</c> atomically. The journal is made when it is first opened.</summary>
    /// <exception cref="InputException">The id is no file name, or there is such a run already.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static async Task<RunFolder> CreateAsync(DataFolder data, RunRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(record);
        data.RequireWritable();
        if (!Storage.Runs.RunId.IsValid(record.RunId))
            throw new InputException($"'{record.RunId}' cannot name a run folder", data.Runs, "Use letters, digits, '.', '-' and '_' only");
        string path = data.RunPath(record.RunId);
        if (File.Exists(Path.Combine(path, RecordName)))
            throw new InputException("there is a run of this id already", path, "Open it, or use another id");
        // The folders are made, and their entries flushed, before anything is saved in them: a saved frame must not vanish with its folder.
        foreach (string part in (ReadOnlySpan<string>)["frames", "analysis", "fem"]) Directory.CreateDirectory(Path.Combine(path, part));
        AtomicFile.FlushFolder(path);
        AtomicFile.FlushFolder(data.Runs);
        await AtomicFile.WriteTextAsync(Path.Combine(path, RecordName), JsonSerializer.Serialize(record, DomainJson.File), cancellationToken).ConfigureAwait(false);
        return new RunFolder(path, record);
    }

    /// <summary>Opens a run of a data folder.</summary>
    /// <exception cref="InputException">There is no such run, or its <c>run.json</c> cannot be read.</exception>
    public static Task<RunFolder> OpenAsync(DataFolder data, string runId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!Storage.Runs.RunId.IsValid(runId))
            throw new InputException($"'{runId}' is no run id", data.Runs, "Give the name of a folder in 'runs'");
        return OpenAsync(data.RunPath(runId), cancellationToken);
    }

    /// <summary>Opens a run by the path of its folder.</summary>
    /// <inheritdoc cref="OpenAsync(DataFolder, string, CancellationToken)" path="/exception"/>
    public static async Task<RunFolder> OpenAsync(string path, CancellationToken cancellationToken)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), recordPath = Path.Combine(full, RecordName);
        if (!File.Exists(recordPath))
            throw new InputException("there is no run here: run.json is missing", full, "Give the folder of a run, DATA/runs/RUN-ID");
        RunRecord record = await JsonFile.ReadAsync<RunRecord>(recordPath, cancellationToken).ConfigureAwait(false);
        return new RunFolder(full, record);
    }

    /// <summary>The ids of all runs that have a <c>run.json</c>, oldest first. A folder without one was left by a crash before the run began.</summary>
    public static ImmutableArray<string> List(DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return [.. Directory.EnumerateDirectories(data.Runs)
            .Where(folder => File.Exists(Path.Combine(folder, RecordName)))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Opens the journal for writing; the caller disposes it.</summary>
    /// <inheritdoc cref="NdjsonJournal.OpenAsync(string, TimeProvider, CancellationToken)" path="/exception"/>
    public Task<NdjsonJournal> OpenJournalAsync(TimeProvider time, CancellationToken cancellationToken)
        => NdjsonJournal.OpenAsync(JournalPath, time, cancellationToken);

    /// <summary>Reads the journal without touching it; empty before its first line.</summary>
    /// <exception cref="InputException">A line that is not the last is damaged.</exception>
    public async Task<ImmutableList<RunEvent>> ReadJournalAsync(CancellationToken cancellationToken)
        => File.Exists(JournalPath) ? await JournalReader.ReadAsync(JournalPath, cancellationToken).ConfigureAwait(false) : [];

    /// <summary>Gives the journal's lines one by one without keeping or touching them; none before its first line.</summary>
    /// <exception cref="InputException">A line that is not the last is damaged.</exception>
    public Task ReadJournalAsync(Action<RunEvent> each, CancellationToken cancellationToken)
        => File.Exists(JournalPath) ? JournalReader.ReadAsync(JournalPath, each, cancellationToken) : Task.CompletedTask;

    /// <summary>The store of the run's frames.</summary>
    public RunFrameStore Frames(IFrameCodec codec) => new(FolderPath, codec);
}
