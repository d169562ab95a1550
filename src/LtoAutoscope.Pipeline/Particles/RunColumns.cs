using System.IO.Hashing;
using System.Text;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Decisions;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>The columns of one run, kept up to date: from <c>particles.csv</c> where it is there, from the analyses of the frames that count by now where it is not.</summary>
internal sealed class RunColumns(string path, bool readOnly)
{
    /// <summary>Particles up to which a run under way is laid out anew while the asker waits; beyond, the earlier state is given until the new one is ready.</summary>
    private const int WaitsUpTo = 50_000;
    private const int MostSelections = 16;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<(string Key, ParticleSelection Selection)> _selections = [];
    private ParticleColumns? _columns;
    private (long Length, long Ticks)? _same;
    private ParticleColumnsBuilder? _growing;
    private readonly List<string> _taken = [];
    private (long Length, RunStory Story)? _story;
    private (long Length, ParticleDecisions Decisions) _decisions = (-1, ParticleDecisions.None);
    private Task? _rebuilding;

    public DateTimeOffset LastAsked { get; set; }

    public long LoadedBytes => _columns?.LoadedBytes ?? 0;

    public async Task<RunParticles> ReadAsync(CancellationToken cancellationToken)
    {
        RunFolder folder = await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RunStory story = await StoryAsync(folder, cancellationToken).ConfigureAwait(false);
            bool measured = File.Exists(folder.ParticlesCsvPath);
            ParticleColumns columns = measured ? await OfTableAsync(folder, cancellationToken).ConfigureAwait(false) : await OfAnalysesAsync(folder, story, cancellationToken).ConfigureAwait(false);
            _columns = columns;
            return new RunParticles
            {
                Record = folder.Record, FolderPath = path, Columns = columns, Decisions = await DecisionsAsync(cancellationToken).ConfigureAwait(false),
                Frames = story.Frames.ToDictionary(frame => frame.Metadata.FrameId, StringComparer.Ordinal), IsUnderWay = !measured,
            };
        }
        finally
        {
            _gate.Release();
        }
    }

    public ParticleSelection Select(RunParticles run, ParticleFilter filter)
    {
        string key = $"{run.Version}?{ParticleFilterText.Format(filter)}";
        lock (_selections)
        {
            int at = _selections.FindIndex(entry => entry.Key == key);
            if (at >= 0) return _selections[at].Selection;
        }

        ParticleSelection selection = ParticleQuery.Select(run.Columns, filter, run.Decisions);
        lock (_selections)
        {
            if (_selections.Count == MostSelections) _selections.RemoveAt(0);
            _selections.Add((key, selection));
        }

        return selection;
    }

    /// <summary>Reads a table into columns and adds what is computed from them.</summary>
    internal static async Task<(ParticleColumnsBuilder Columns, ColumnSource Source)> ReadTableAsync(string csv, CancellationToken cancellationToken)
    {
        (ParticleColumnsBuilder builder, ColumnSource source) = await ParticleCsv.ReadAsync(csv, cancellationToken).ConfigureAwait(false);
        Derive(builder);
        return (builder, source);
    }

    private static void Derive(ParticleColumnsBuilder builder)
    {
        byte[] flags = builder.Flags();
        builder.Derive(ParticleQuantity.OutlierScore, OutlierScores.Of(
            builder.Numbers(ParticleQuantity.Diameter), builder.Numbers("aspect_ratio"), builder.Numbers("circularity"), builder.Numbers("solidity"), row => (flags[row] & (int)ParticleFlags.Counts) != 0));
    }

    private async Task<ParticleColumns> OfTableAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        // A table that was copied has another time and the same content: its hash is taken once, not at each question.
        var table = new FileInfo(folder.ParticlesCsvPath);
        (long Length, long Ticks) now = table.Exists ? (table.Length, table.LastWriteTimeUtc.Ticks) : default;
        if (_columns is { } known && known.Directory.Source.Kind == "particles.csv" && (_same == now || await ParticleCsv.IsUnchangedAsync(folder.ParticlesCsvPath, known.Directory.Source, cancellationToken).ConfigureAwait(false)))
        {
            _same = now;
            return known;
        }

        _same = null;
        _growing = null;
        string file = folder.PathOf(ParticleColumnsFile.FileName);
        if (await TryFileAsync(folder, file, cancellationToken).ConfigureAwait(false) is { } kept) return kept;
        (ParticleColumnsBuilder builder, ColumnSource source) = await Task.Run(() => ReadTableAsync(folder.ParticlesCsvPath, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!readOnly)
        {
            try
            {
                await ParticleColumnsFile.WriteAsync(file, builder, source, cancellationToken).ConfigureAwait(false);
                if (ParticleColumnsFile.TryOpen(file) is { } written) return written;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A full or protected disk must not hide the particles: they are shown from memory.
            }
        }

        return ParticleColumnsFile.InMemory(builder, source);
    }

    private async Task<ParticleColumns?> TryFileAsync(RunFolder folder, string file, CancellationToken cancellationToken)
    {
        try
        {
            if (ParticleColumnsFile.TryOpen(file) is not { } columns || !await ParticleCsv.IsUnchangedAsync(folder.ParticlesCsvPath, columns.Directory.Source, cancellationToken).ConfigureAwait(false)) return null;
            await ParticleColumnsFile.CheckAsync(file, columns.Directory, cancellationToken).ConfigureAwait(false);
            return columns;
        }
        catch (Exception error) when (error is ColumnsDamagedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<ParticleColumns> OfAnalysesAsync(RunFolder folder, RunStory story, CancellationToken cancellationToken)
    {
        FrameView[] counting = [.. story.Frames.Where(frame => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone)];
        string hash = HashOf(counting);
        if (_columns is { } known && known.Directory.Source.Hash == hash) return known;
        if (_columns is { Count: > WaitsUpTo } earlier && earlier.Directory.Source.Kind == "analysis")
        {
            if (_rebuilding is not { IsCompleted: false }) _rebuilding = Task.Run(async () => _columns = await GrowAsync(folder, counting, hash, CancellationToken.None).ConfigureAwait(false), CancellationToken.None);
            return earlier;
        }

        return await GrowAsync(folder, counting, hash, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ParticleColumns> GrowAsync(RunFolder folder, FrameView[] counting, string hash, CancellationToken cancellationToken)
    {
        string[] wanted = [.. counting.Select(frame => $"{frame.Metadata.FrameId}:{frame.Sha256}")];
        ParticleColumnsBuilder? growing = _growing;
        if (growing is null || _taken.Count > wanted.Length || !_taken.SequenceEqual(wanted.Take(_taken.Count)))
        {
            _growing = growing = new ParticleColumnsBuilder();
            _taken.Clear();
        }

        var analyses = new RunAnalyses(folder);
        foreach ((FrameView frame, string name) in counting.Zip(wanted).Skip(_taken.Count).ToArray())
        {
            foreach (Particle particle in await analyses.LoadAsync(frame.Metadata.FrameId, cancellationToken).ConfigureAwait(false) ?? []) growing.Add(particle);
            _taken.Add(name);
        }

        Derive(growing);
        return ParticleColumnsFile.InMemory(growing, new ColumnSource("analysis", counting.Length, 0, hash));
    }

    private static string HashOf(FrameView[] frames)
    {
        var hash = new XxHash3();
        foreach (FrameView frame in frames) hash.Append(Encoding.UTF8.GetBytes($"{frame.Metadata.FrameId}:{frame.Sha256}\n"));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private async Task<RunStory> StoryAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        long length = File.Exists(folder.JournalPath) ? new FileInfo(folder.JournalPath).Length : 0;
        if (_story is { } known && known.Length == length) return known.Story;
        RunStory story = RunStory.Of(folder.Record, await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false));
        _story = (length, story);
        return story;
    }

    private async Task<ParticleDecisions> DecisionsAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(path, DecisionJournal.FileName));
        long length = file.Exists ? file.Length : 0;
        if (_decisions.Length != length) _decisions = (length, await DecisionJournal.ReadAsync(path, cancellationToken).ConfigureAwait(false));
        return _decisions.Decisions;
    }
}
