using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>A run's story that is kept up from its journal: only lines that came since are read.</summary>
/// <remarks>Not thread-safe; the owner guards it.</remarks>
internal sealed class RunChronicle(RunFolder folder)
{
    private readonly Dictionary<string, FrameExposures> _exposures = new(StringComparer.Ordinal);
    private RunStory _story = new(folder.Record);
    private long _length;
    private long _lines;

    public RunFolder Folder => folder;

    public RunStory Story => _story;

    /// <summary>Length of the journal that was read, bytes.</summary>
    public long Length => _length;

    public IReadOnlyList<PlannedArea> Areas { get; private set; } = [];

    /// <summary>Whether its frames were stitched.</summary>
    public bool IsStitched { get; private set; }

    /// <summary>Exposures and dose of a frame's place.</summary>
    public FrameExposures ExposuresOf(string frameId) => _exposures.GetValueOrDefault(frameId) ?? new FrameExposures(0, null, null);

    /// <summary>Whether the journal is longer than what was read.</summary>
    public bool IsBehind => LengthOnDisk > _length || LengthOnDisk < _length;

    private long LengthOnDisk => new FileInfo(folder.JournalPath) is { Exists: true } file ? file.Length : 0;

    /// <summary>Reads what came since; returns whether there was anything.</summary>
    /// <exception cref="Domain.InputException">A line that is not the last is damaged.</exception>
    public async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        long onDisk = LengthOnDisk;
        if (onDisk < _length)
        {
            // It was restored from a backup meanwhile; told anew from the beginning.
            (_story, _length, _lines, Areas) = (new RunStory(folder.Record), 0, 0, []);
            _exposures.Clear();
        }

        if (onDisk == _length) return false;
        JournalContent more = await JournalReader.ReadFromAsync(folder.JournalPath, _length, _lines, cancellationToken).ConfigureAwait(false);
        foreach (RunEvent line in more.Events) Apply(line);
        _length += more.IntactLength;
        _lines += more.Events.Count;
        return more.Events.Count > 0;
    }

    private void Apply(RunEvent line)
    {
        _story.Apply(line);
        switch (line.Kind)
        {
            case RunEventKind.AreasPlanned:
                Areas = [.. (line.Data["areas"] as JsonArray ?? []).Select(static area => new PlannedArea(
                    area!["index"]!.GetValue<int>(),
                    [.. (area["tiles"] as JsonArray ?? []).Select(static tile => (tile!["x_mm"]!.GetValue<double>(), tile["y_mm"]!.GetValue<double>()))]))];
                break;
            case RunEventKind.ExposureIntended when line.Data["frame_id"]?.GetValue<string>() is { } frameId:
                FrameExposures before = ExposuresOf(frameId);
                _exposures[frameId] = before with { Count = before.Count + 1, DoseENm2 = Number(line.Data["dose_e_nm2"]) is { } dose ? (before.DoseENm2 ?? 0) + dose : before.DoseENm2 };
                break;
            case RunEventKind.MosaicDone:
                IsStitched = true;
                break;
            case RunEventKind.FrameSaved when line.Data["frame_id"]?.GetValue<string>() is { } frameId:
                _exposures[frameId] = ExposuresOf(frameId) with { EarlierDoseENm2 = Number(line.Data["measures"]?["earlier_dose_e_nm2"]) };
                break;
        }
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;
}
