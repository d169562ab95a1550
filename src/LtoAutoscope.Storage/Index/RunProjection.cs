using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Index;

/// <summary>What the index says of one run, made from its folder alone.</summary>
/// <param name="Run">The run.</param>
/// <param name="Frames">Its frames in the order in which they were first taken.</param>
public sealed record RunProjection(IndexedRun Run, IReadOnlyList<IndexedFrame> Frames)
{
    /// <summary>
    /// Reads a run folder. A damaged journal makes the run a failed one with that reason; a result file that cannot be read leaves its figures empty.
    /// </summary>
    public static async Task<RunProjection> ReadAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        IndexedRun run = Begin(folder.Record);
        JournalContent content;
        try
        {
            if (!File.Exists(folder.JournalPath)) return new RunProjection(run, []);
            content = await JournalReader.ReadContentAsync(folder.JournalPath, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException damaged)
        {
            return new RunProjection(run with { State = RunState.Failed, Reason = damaged.Message, JournalBytes = new FileInfo(folder.JournalPath).Length }, []);
        }

        Dictionary<string, IndexedFrame> frames = [];
        foreach (RunEvent line in content.Events) run = Apply(run, frames, line);
        Morphology? morphology = await ReadIfThereAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false);
        CellPrediction? cell = await ReadIfThereAsync<CellPrediction>(folder.CellResultPath, cancellationToken).ConfigureAwait(false);
        RegressionPrediction? regression = await ReadIfThereAsync<RegressionPrediction>(folder.PredictionPath, cancellationToken).ConfigureAwait(false);
        run = run with
        {
            FramesAccepted = frames.Values.Count(frame => frame.Verdict == IndexedFrameVerdict.Accepted),
            FramesTotal = frames.Values.Sum(frame => frame.Exposures),
            Particles = frames.Values.Where(frame => frame.Verdict == IndexedFrameVerdict.Accepted).Sum(frame => frame.WholeCount ?? 0),
            MedianDiameterNm = morphology?.DiameterNm.Median,
            MeanAspectRatio = morphology?.AspectRatio.Mean,
            MeanFractalDimension = morphology?.FractalDimension.Mean,
            Ce1Model = cell?.Ce1,
            Ce1Regression = regression?.Ce1,
            LastSequence = content.Events.Count,
            JournalBytes = content.IntactLength,
        };
        return new RunProjection(run, [.. frames.Values]);
    }

    private static IndexedRun Begin(RunRecord record) => new()
    {
        RunId = record.RunId, SampleName = record.Sample.Name, RecipeName = record.Recipe.Name, Instrument = record.Instrument, IsSimulated = record.IsSimulated,
        ScaleNote = record.Sample.ScaleNote, State = RunState.Queued, CreatedAt = record.CreatedAt,
    };

    private static IndexedRun Apply(IndexedRun run, Dictionary<string, IndexedFrame> frames, RunEvent line)
    {
        JsonObject data = line.Data;
        switch (line.Kind)
        {
            case RunEventKind.RunStarted or RunEventKind.RunResumed:
                return run with { State = RunState.Running, EndedAt = null, Reason = "" };
            case RunEventKind.RunStopped:
                return run with { State = RunState.Stopped, EndedAt = line.Time, Reason = Text(data, "reason") };
            case RunEventKind.RunFailed:
                return run with { State = RunState.Failed, EndedAt = line.Time, Reason = Text(data, "reason") };
            case RunEventKind.RunCompleted:
                return run with { State = RunState.Completed, EndedAt = line.Time, Reason = "" };
            case RunEventKind.ExposureIntended:
                Change(run.RunId, frames, line, frame => frame with { Exposures = frame.Exposures + 1 });
                break;
            case RunEventKind.FrameSaved:
                if (RecordOf(data) is { } record)
                    Change(run.RunId, frames, line, frame => frame with
                    {
                        RelativePath = record.RelativePath, Sha256 = record.Sha256, AcquiredAt = record.Metadata.AcquiredAt,
                        Verdict = IndexedFrameVerdict.Pending, Reason = "", WholeCount = null,
                    });
                break;
            case RunEventKind.FrameAccepted:
                Change(run.RunId, frames, line, frame => frame with { Verdict = IndexedFrameVerdict.Accepted, Reason = "", WholeCount = Whole(data) });
                break;
            case RunEventKind.FrameRejected:
                Change(run.RunId, frames, line, frame => frame with { Verdict = IndexedFrameVerdict.Rejected, Reason = Text(data, "reason") });
                break;
        }

        return run;
    }

    /// <summary>The frame record of a frame_saved line, under <c>record</c> or as the data itself; null when it holds none.</summary>
    internal static FrameRecord? RecordOf(JsonObject data)
    {
        try
        {
            return (data["record"] ?? data).Deserialize<FrameRecord>(DomainJson.Line) is { Metadata: not null } record ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The frame id of a line, or null.</summary>
    internal static string? FrameIdOf(RunEvent line)
        => line.Data["frame_id"]?.GetValue<string>() ?? (line.Kind == RunEventKind.FrameSaved ? RecordOf(line.Data)?.Metadata.FrameId : null);

    private static void Change(string runId, Dictionary<string, IndexedFrame> frames, RunEvent line, Func<IndexedFrame, IndexedFrame> change)
    {
        if (FrameIdOf(line) is not { } frameId) return;
        IndexedFrame frame = frames.TryGetValue(frameId, out IndexedFrame? known) ? known : new IndexedFrame { RunId = runId, FrameId = frameId };
        frames[frameId] = change(frame) with { LastSequence = line.Sequence };
    }

    private static int? Whole(JsonObject data) => data["whole_count"] is JsonValue value && value.TryGetValue(out int whole) ? whole : null;

    private static string Text(JsonObject data, string key)
        => data[key] is JsonValue value ? value.TryGetValue(out string? text) ? text : string.Create(CultureInfo.InvariantCulture, $"{value}") : "";

    private static async Task<T?> ReadIfThereAsync<T>(string path, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return File.Exists(path) ? await JsonFile.ReadAsync<T>(path, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
