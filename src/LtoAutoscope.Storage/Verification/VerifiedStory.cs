using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Index;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Verification;

/// <summary>What a journal claims, held against the files of its folder.</summary>
internal sealed class VerifiedStory
{
    private const string TakeAgain = "Restore the file from a backup; without one the sample must be run again";
    private readonly string _path;
    private readonly List<VerifyProblem> _problems;
    private readonly Dictionary<string, FrameRecord> _saved = [];
    private readonly Dictionary<string, int?> _accepted = [];
    private readonly HashSet<string> _exposed = [];
    private readonly Dictionary<string, string> _results = [];
    private readonly HashSet<string> _named = [];
    private readonly HashSet<string> _listed = [];
    private long? _countedAtEnd;
    private bool _isCompleted, _isMeasured;

    internal VerifiedStory(string path, IReadOnlyList<RunEvent> events, List<VerifyProblem> problems)
    {
        (_path, _problems) = (path, problems);
        if (events.Count > 0 && events[0].Kind != RunEventKind.RunStarted) Add($"the first line is '{events[0].Kind}', not 'run_started'", Line(events[0]), "Restore the journal from a backup");
        foreach (RunEvent line in events) Take(line);
        if (!_isCompleted) return;
        foreach (string step in (ReadOnlySpan<string>)[RunEventKind.AcquisitionDone, RunEventKind.MorphologyDone, RunEventKind.CellModelDone, RunEventKind.PredictionDone, RunEventKind.ReportDone])
            if (!events.Any(line => line.Kind == step)) Add($"the run is completed, but '{step}' stands nowhere", Path.Combine(path, RunFolder.JournalName), "Run the sample again");
    }

    internal int AcceptedCount => _accepted.Count;

    /// <summary>Every saved frame is there with its hash, and no file is two frames.</summary>
    internal async Task<int> CheckFramesAsync(CancellationToken cancellationToken)
    {
        foreach (var twins in _saved.Values.GroupBy(record => record.RelativePath).Where(group => group.Count() > 1))
            Add($"the frames {string.Join(" and ", twins.Select(record => record.Metadata.FrameId))} are one file", twins.Key, "Run the sample again: its particles were counted twice");
        foreach (FrameRecord record in _saved.Values) await CheckHashAsync(record.RelativePath, record.Sha256, cancellationToken).ConfigureAwait(false);
        return _saved.Count;
    }

    /// <summary>Every frame that counts has its analysis, with as many whole particles as the journal says, and together as many as the results of the run say.</summary>
    internal async Task CheckAnalysesAsync(CancellationToken cancellationToken)
    {
        int wholeInAll = 0, inAll = 0;
        bool isComplete = true;
        foreach ((string frameId, int? whole) in _accepted)
        {
            string path = Path.Combine(_path, "analysis", frameId + ".json");
            try
            {
                StoredFrameAnalysis analysis = await JsonFile.ReadAsync<StoredFrameAnalysis>(path, cancellationToken).ConfigureAwait(false);
                int counted = analysis.Particles.Count(particle => particle.Counts);
                isComplete &= analysis.FrameId == frameId && (whole is null || whole == counted);
                (wholeInAll, inAll) = (wholeInAll + counted, inAll + analysis.Particles.Count);
                if (analysis.FrameId != frameId) Add($"the analysis is of frame '{analysis.FrameId}'", path, TakeAgain);
                else if (whole is not null && whole != counted) Add($"the analysis has {counted} whole particles and the journal says {whole}", path, TakeAgain);
            }
            catch (InputException error)
            {
                isComplete = false;
                Add(error.What, error.Where, TakeAgain);
            }
        }

        if (!isComplete) return;
        if (_countedAtEnd is { } told && told != wholeInAll)
            Add($"acquisition ended with {told} whole particles, and the analyses of its frames have {wholeInAll}", Path.Combine(_path, RunFolder.JournalName), TakeAgain);
        if (_isMeasured) await new ResultCounts(_path, _problems).CheckAsync(_accepted.Count, wholeInAll, inAll, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Every file that <c>SHA256SUMS</c> lists is there with its hash; what a journal line gives a hash for is held against that line alone. Returns how many were checked.</summary>
    internal async Task<int> CheckChecksumsAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(_path, RunChecksums.FileName);
        if (!File.Exists(path)) return 0;
        try
        {
            HashSet<string> frames = [.. _saved.Values.Select(record => record.RelativePath)];
            int files = 0;
            foreach ((string relative, string hash) in await RunChecksums.ReadAsync(path, cancellationToken).ConfigureAwait(false))
            {
                _listed.Add(relative);
                if (_results.ContainsKey(relative) || frames.Contains(relative)) continue;
                files++;
                await CheckHashAsync(relative, hash, cancellationToken).ConfigureAwait(false);
            }

            return files;
        }
        catch (InputException error)
        {
            Add(error.What, error.Where, error.Remedy);
            return 0;
        }
    }

    /// <summary>Every picture that a line names without a hash, and that no list of hashes has, is there and not empty.</summary>
    internal void CheckPictures()
    {
        foreach (string relative in _named.Where(name => !_listed.Contains(name) && !_results.ContainsKey(name)))
        {
            string path = Path.Combine(_path, relative.Replace('/', Path.DirectorySeparatorChar));
            if (!File.Exists(path)) Add("a line of the journal names this file, and it is missing", path, TakeAgain);
            else if (new FileInfo(path).Length == 0) Add("a line of the journal names this file, and it is empty", path, TakeAgain);
        }
    }

    /// <summary>Every result file that a line gives a hash for is there with the hash of the last such line.</summary>
    internal async Task<int> CheckResultsAsync(CancellationToken cancellationToken)
    {
        foreach ((string path, string hash) in _results) await CheckHashAsync(path, hash, cancellationToken).ConfigureAwait(false);
        return _results.Count;
    }

    /// <summary>Files that the journal does not know: what a killed process left.</summary>
    internal void CheckLeftovers()
    {
        foreach (string partial in Directory.EnumerateFiles(_path, "*" + AtomicFile.TemporarySuffix, SearchOption.AllDirectories))
            Add("the file was never finished", partial, "None needed: it is deleted when the data folder is next opened", isHarmless: true);
        // Only a run that is completed has a list of all its files.
        if (_isCompleted && File.Exists(Path.Combine(_path, RunChecksums.FileName)))
        {
            HashSet<string> known = [.. _named, .. _listed, .. _results.Keys, .. _saved.Values.Select(record => record.RelativePath)];
            foreach (string extra in RunChecksums.FilesOf(_path).Where(relative => RunChecksums.IsListed(relative) && !known.Contains(relative) && !relative.EndsWith(".tif", StringComparison.Ordinal)))
                Add("neither the journal nor SHA256SUMS knows this file", Path.Combine(_path, extra), "None needed: it counts nowhere; delete it if nobody needs it", isHarmless: true);
        }

        string frames = Path.Combine(_path, "frames");
        if (!Directory.Exists(frames)) return;
        foreach (string file in Directory.EnumerateFiles(frames, "*.tif").Order(StringComparer.Ordinal))
        {
            string frameId = Path.GetFileNameWithoutExtension(file);
            if (_saved.ContainsKey(frameId)) continue;
            Add(_exposed.Contains(frameId) ? "the frame was exposed and lies on the disk, but no line says that it was saved" : "no line of the journal knows this frame",
                file, "None needed: it counts nowhere; a run that goes on takes the frame again", isHarmless: true);
        }
    }

    private void Take(RunEvent line)
    {
        string? frameId = RunProjection.FrameIdOf(line);
        switch (line.Kind)
        {
            case RunEventKind.ExposureIntended when frameId is not null:
                _exposed.Add(frameId);
                break;
            case RunEventKind.FrameSaved:
                if (RunProjection.RecordOf(line.Data) is not { } record) Add("the line holds no frame record", Line(line), TakeAgain);
                else if (_accepted.ContainsKey(record.Metadata.FrameId)) Add($"the frame {record.Metadata.FrameId} was taken again although it counts", Line(line), "Run the sample again");
                else _saved[record.Metadata.FrameId] = record;
                break;
            case RunEventKind.FrameAccepted when frameId is not null:
                int? whole = line.Data["whole_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;
                if (!_saved.ContainsKey(frameId)) Add($"the frame {frameId} counts and was never saved", Line(line), TakeAgain);
                if (!_accepted.TryAdd(frameId, whole)) Add($"the frame {frameId} is counted twice", Line(line), "Run the sample again: its particles were counted twice");
                break;
            case RunEventKind.FrameRejected when frameId is not null:
                _accepted.Remove(frameId);
                // It is taken again under the same name; until that is journaled the file may be the old one, the new one or none.
                if (!IsFinal(line.Data)) _saved.Remove(frameId);
                break;
            case RunEventKind.MoveIntended when frameId is not null && line.Data["visit"] is JsonValue visit && visit.TryGetValue(out int number) && number > 1 && !_accepted.ContainsKey(frameId):
                _saved.Remove(frameId);
                _accepted.Remove(frameId);
                break;
            case RunEventKind.AcquisitionDone:
                _countedAtEnd = line.Data["particle_count"] is JsonValue particles && particles.TryGetValue(out long told) ? told : null;
                break;
            case RunEventKind.MorphologyDone:
                _isMeasured = true;
                break;
            case RunEventKind.MosaicDone when line.Data["file"] is JsonValue mosaic && mosaic.TryGetValue(out string? file):
                _named.Add(file);
                break;
            case RunEventKind.RunCompleted:
                _isCompleted = true;
                break;
        }

        if (line.Data["evidence"] is JsonArray evidence)
            foreach (JsonNode? picture in evidence)
                if (picture is JsonValue entry && entry.TryGetValue(out string? name)) _named.Add(name);
        if (line.Data["files"] is not JsonArray files) return;
        foreach (JsonNode? file in files)
            if (file is JsonObject entry && entry["path"]?.GetValue<string>() is { } path && entry["sha256"]?.GetValue<string>() is { } hash) _results[path] = hash;
    }

    private static bool IsFinal(JsonObject data) => data["final"] is JsonValue value && value.TryGetValue(out bool final) && final;

    private async Task CheckHashAsync(string relativePath, string expected, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(Path.Combine(_path, relativePath.Replace('/', Path.DirectorySeparatorChar)));
        if (!path.StartsWith(_path + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            Add($"the path '{relativePath}' leads out of the run folder", Path.Combine(_path, RunFolder.JournalName), "Restore the journal from a backup");
            return;
        }

        if (!File.Exists(path))
        {
            Add("the file is missing", path, TakeAgain);
            return;
        }

        if (new FileInfo(path).Length == 0)
        {
            Add("the file is empty: its content was never written to the disk", path, TakeAgain);
            return;
        }

        string actual = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false);
        if (actual != expected) Add($"the file has the SHA-256 {actual} and was saved with {expected}", path, TakeAgain);
    }

    private string Line(RunEvent line) => FormattableString.Invariant($"{Path.Combine(_path, RunFolder.JournalName)}, line {line.Sequence}");

    private void Add(string what, string where, string remedy, bool isHarmless = false) => _problems.Add(new VerifyProblem(what, where, remedy, isHarmless));
}
