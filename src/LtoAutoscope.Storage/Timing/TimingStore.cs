using System.Collections.Immutable;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Timing;

/// <summary>
/// What the runs of a data folder taught about times, <c>timing/runs.json</c>: one entry a run, made from its journal. The file is a cache: where it is damaged, deleted or of another
/// version it is made again from the journals; entries of runs whose folders were moved away are kept.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class TimingStore : IDisposable
{
    /// <summary>Name of the file in the folder <c>timing/</c>.</summary>
    public const string FileName = "runs.json";

    /// <summary>Entries that are kept; the oldest go first.</summary>
    public const int Kept = 1000;

    private readonly DataFolder _data;
    private readonly TimingReading _reading;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ImmutableSortedDictionary<string, RunTiming> _runs = ImmutableSortedDictionary.Create<string, RunTiming>(StringComparer.Ordinal);

    private TimingStore(DataFolder data, TimingReading reading) => (_data, _reading) = (data, reading);

    /// <summary>What each run taught, in the order of their ids.</summary>
    public IReadOnlyList<RunTiming> Runs => [.. Volatile.Read(ref _runs).Values];

    private string FilePath => Path.Combine(_data.Timing, FileName);

    /// <summary>Reads the file, and the journals that it does not know or that have grown since.</summary>
    /// <param name="data">The data folder; opened for reading only, nothing is written.</param>
    /// <param name="reading">How a run is read.</param>
    /// <param name="cancellationToken">Ends between two runs.</param>
    public static async Task<TimingStore> OpenAsync(DataFolder data, TimingReading reading, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(reading);
        var store = new TimingStore(data, reading);
        bool isKnown = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        bool isNew = false;
        foreach (string runId in RunFolder.List(data)) isNew |= await store.ReadAsync(runId, cancellationToken).ConfigureAwait(false);
        if (isNew || !isKnown && store._runs.Count > 0) await store.SaveAsync(cancellationToken).ConfigureAwait(false);
        return store;
    }

    /// <summary>Takes in a run that has ended. The same run twice changes nothing; one that came to no end teaches nothing.</summary>
    /// <returns>Whether something new was learned.</returns>
    /// <exception cref="IOException">The disk is full or gone; what was learned holds until the end of the process, and is learned again at the next start.</exception>
    public async Task<bool> LearnAsync(string runId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await ReadAsync(runId, cancellationToken).ConfigureAwait(false)) return false;
            await SaveAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(FilePath)) return false;
        try
        {
            TimingFile file = await JsonFile.ReadAsync<TimingFile>(FilePath, cancellationToken).ConfigureAwait(false);
            if (file.Version != _reading.Version) return false;
            _runs = _runs.SetItems(file.Runs.Select(run => KeyValuePair.Create(run.RunId, run)));
            return true;
        }
        catch (InputException)
        {
            // Made again from the journals.
            return false;
        }
    }

    private async Task<bool> ReadAsync(string runId, CancellationToken cancellationToken)
    {
        string journal = Path.Combine(_data.RunPath(runId), "journal.ndjson");
        if (!File.Exists(journal)) return false;
        long length = new FileInfo(journal).Length;
        if (_runs.TryGetValue(runId, out RunTiming? known) && known.JournalBytes == length) return false;
        try
        {
            RunFolder folder = await RunFolder.OpenAsync(_data, runId, cancellationToken).ConfigureAwait(false);
            ImmutableList<RunEvent> events = await JournalReader.ReadAsync(journal, cancellationToken).ConfigureAwait(false);
            if (events.Count == 0 || _reading.Read(folder.Record, events) is not { } timing) return false;
            Volatile.Write(ref _runs, _runs.SetItem(runId, Sized(timing, folder) with { JournalBytes = length }));
            return true;
        }
        catch (Exception error) when (error is InputException or IOException or UnauthorizedAccessException)
        {
            // A run that cannot be read teaches nothing; verify tells what is wrong with it.
            return false;
        }
    }

    private static RunTiming Sized(RunTiming timing, RunFolder folder)
    {
        long frames = Bytes(folder.FramesPath) + Bytes(folder.AnalysisPath), all = Bytes(folder.FolderPath);
        double pixels = timing.Tiles * (double)folder.Record.Recipe.Exposure.WidthPx * folder.Record.Recipe.Exposure.HeightPx * folder.Record.Recipe.Exposure.BitsPerPixel / 8;
        return timing with { FrameBytesRatio = pixels > 0 && frames > 0 ? frames / pixels : double.NaN, OtherBytes = Math.Max(0, all - frames) };
    }

    private static long Bytes(string folder)
        => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        while (_runs.Count > Kept) _runs = _runs.Remove(_runs.Keys.First());
        if (_data.IsReadOnly) return;
        Directory.CreateDirectory(_data.Timing);
        await JsonFile.WriteAsync(FilePath, new TimingFile(_reading.Version, Runs), cancellationToken).ConfigureAwait(false);
    }
}
