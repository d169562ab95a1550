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
    private bool _isCompleted;

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

    /// <summary>Every frame that counts has its analysis, with as many whole particles as the journal says.</summary>
    internal async Task CheckAnalysesAsync(CancellationToken cancellationToken)
    {
        foreach ((string frameId, int? whole) in _accepted)
        {
            string path = Path.Combine(_path, "analysis", frameId + ".json");
            try
            {
                StoredFrameAnalysis analysis = await JsonFile.ReadAsync<StoredFrameAnalysis>(path, cancellationToken).ConfigureAwait(false);
                int counted = analysis.Particles.Count(particle => particle.Counts);
                if (analysis.FrameId != frameId) Add($"the analysis is of frame '{analysis.FrameId}'", path, TakeAgain);
                else if (whole is not null && whole != counted) Add($"the analysis has {counted} whole particles and the journal says {whole}", path, TakeAgain);
            }
            catch (InputException error)
            {
                Add(error.What, error.Where, TakeAgain);
            }
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
            case RunEventKind.FrameRejected when frameId is not null && !IsFinal(line.Data):
                // It is taken again under the same name; until that is journaled the file may be the old one, the new one or none.
                _saved.Remove(frameId);
                _accepted.Remove(frameId);
                break;
            case RunEventKind.RunCompleted:
                _isCompleted = true;
                break;
        }

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

        string actual = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false);
        if (actual != expected) Add($"the file has the SHA-256 {actual} and was saved with {expected}", path, TakeAgain);
    }

    private string Line(RunEvent line) => FormattableString.Invariant($"{Path.Combine(_path, RunFolder.JournalName)}, line {line.Sequence}");

    private void Add(string what, string where, string remedy, bool isHarmless = false) => _problems.Add(new VerifyProblem(what, where, remedy, isHarmless));
}
