using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>
/// A run's journal told for people: frames with verdicts, decisions with reasons, the state. The live view and the pages of finished runs
/// apply the same lines, so they cannot disagree.
/// </summary>
/// <remarks>Not thread-safe; the owner guards it.</remarks>
public sealed class RunStory(RunRecord record)
{
    private readonly Dictionary<string, FrameView> _frames = [];
    private readonly List<string> _order = [];
    private readonly List<DecisionView> _decisions = [];
    private readonly List<ConvergencePoint> _convergence = [];
    private readonly HashSet<string> _takenAgain = [];

    /// <summary>Frames, oldest first.</summary>
    public IReadOnlyList<FrameView> Frames => [.. _order.Select(id => _frames[id])];

    /// <summary>Decisions, oldest first.</summary>
    public IReadOnlyList<DecisionView> Decisions => [.. _decisions];

    /// <summary>Whole particles of the frames that count.</summary>
    public int WholeParticles => _frames.Values.Where(frame => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone).Sum(frame => frame.WholeCount ?? 0);

    /// <summary>How the median settled, one point a check of the goal; empty for runs of earlier versions.</summary>
    public IReadOnlyList<ConvergencePoint> Convergence => [.. _convergence];

    /// <summary>How far the run is, as far as the journal tells.</summary>
    public RunState State { get; private set; } = RunState.Running;

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The step that the last line belongs to.</summary>
    public RunStep Step { get; private set; } = RunStep.Preparing;

    /// <summary>Exposures made so far, those taken again included.</summary>
    public int Exposures { get; private set; }

    /// <summary>Tells the whole journal of a run.</summary>
    public static RunStory Of(RunRecord record, IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var story = new RunStory(record);
        foreach (RunEvent line in events) story.Apply(line);
        return story;
    }

    /// <summary>Takes in one more line.</summary>
    public void Apply(RunEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        JsonObject data = line.Data;
        string frameId = Text(data, "frame_id");
        switch (line.Kind)
        {
            case RunEventKind.RunStarted:
                Decide(line, "info", "Run began", $"Goal: {record.Recipe.ParticleGoal} whole particles with recipe {record.Recipe.Name} on stub {record.Stub.Name}.");
                break;
            case RunEventKind.RunResumed:
                (State, EndedAt) = (RunState.Running, null);
                Decide(line, "info", "Run goes on", Text(data, "reason"));
                break;
            case RunEventKind.AreasPlanned:
                Step = RunStep.Acquiring;
                int areas = data["areas"]?.AsArray().Count ?? 0;
                Decide(line, "info", $"{areas} areas planned", $"At most {record.Recipe.MaximumFrames} frames of {Number(record.Recipe.Exposure.FieldWidthUm, "0.##")} µm width.");
                break;
            case RunEventKind.FocusDone:
                if (data["declined"]?.GetValue<bool>() == true) break;
                if (data["searched"]?.GetValue<bool>() == false) Decide(line, "info", $"Focus set for {frameId}", $"{Number(Value(data, "working_distance_mm"), "0.0000")} mm without a search: {Text(data, "reason")}.");
                else Decide(line, "info", $"Focused for {frameId}", $"Best at {Number(Value(data, "working_distance_mm"), "0.0000")} mm, {Number(Value(data, "shift_um"), "+0.00;−0.00")} µm from where it was expected, after {data["sweep"]?.AsArray().Count} looks.");
                break;
            case RunEventKind.ExposureIntended:
                Step = RunStep.Acquiring;
                Exposures++;
                break;
            case RunEventKind.FrameSaved:
                Put(new FrameView(record.RunId, Record(data).Metadata, FrameVerdict.Pending, "Waits for its analysis.", null, null, Record(data).Sha256));
                break;
            case RunEventKind.FrameAccepted:
                Accept(line, frameId);
                break;
            case RunEventKind.FrameRejected:
                Reject(line, frameId);
                break;
            case RunEventKind.GoalChecked when double.IsFinite(Value(data, "median_nm")):
                _convergence.Add(new ConvergencePoint((int)Value(data, "particles"), Value(data, "median_nm"), Value(data, "median_low_nm"), Value(data, "median_high_nm")));
                break;
            case RunEventKind.Stigmated:
                Decide(line, "info", $"Astigmatism at {frameId}", data["declined"]?.GetValue<bool>() == true ? Text(data, "reason") : $"Stigmator {Number(Value(data, "x_percent"), "0.0")} %, {Number(Value(data, "y_percent"), "0.0")} %.");
                break;
            case RunEventKind.BrightnessSet:
                Decide(line, "info", $"Brightness set at {frameId}", Text(data, "reason"));
                break;
            case RunEventKind.Relocalised:
                Decide(line, data["found"]?.GetValue<bool>() == true ? "info" : "fault", data["found"]?.GetValue<bool>() == true ? "The sample was found again" : "The sample was not found again", $"{Text(data, "reason")}.");
                break;
            case RunEventKind.Calibrated when double.IsFinite(Value(data, "scale")):
                Decide(line, "info", "Scale checked", $"{Number(Value(data, "measured_pitch_nm"), "0.00")} nm measured of {Number(Value(data, "certified_pitch_nm"), "0.00")} nm certified: factor {Number(Value(data, "scale"), "0.0000")} ± {Number(Value(data, "uncertainty_percent"), "0.00")} %.");
                break;
            case RunEventKind.IncidentBegun:
                Decide(line, "fault", Text(data, "title"), Text(data, "reason"));
                break;
            case RunEventKind.IncidentEnded:
                Decide(line, "info", $"Incident over: {Text(data, "outcome").Replace('_', ' ')}", $"{Text(data, "done")} {Text(data, "to_do")}".Trim());
                break;
            case RunEventKind.Suspended:
                Decide(line, "fault", $"Suspended: {Text(data, "condition").Replace('_', ' ')}", $"{Text(data, "value")} (limit {Text(data, "limit")}); it goes on when {Text(data, "resumes_when")}.");
                break;
            case RunEventKind.SuspensionEnded:
                Decide(line, "info", "The condition is good again", Text(data, "reason"));
                break;
            case RunEventKind.MosaicDone:
                Decide(line, "info", "Frames stitched", $"{Text(data, "file")}, {Number(Value(data, "residual_px"), "0.00")} pixels of residual.");
                break;
            case RunEventKind.Fault when frameId.Length > 0:
                // It belongs to an incident, which tells it.
                break;
            case RunEventKind.Fault:
                Decide(line, "fault", FaultSentence(data), $"{Text(data, "detail")}; {Text(data, "action")}.");
                break;
            case RunEventKind.Decision:
                Decide(line, Text(data, "level"), Text(data, "title"), Text(data, "reason"));
                break;
            case RunEventKind.AcquisitionDone:
                Step = RunStep.Measuring;
                Decide(line, "accepted", "Acquisition done", $"{Text(data, "reason")}.");
                break;
            case RunEventKind.MorphologyDone:
                Step = RunStep.CellModel;
                Decide(line, "info", "Morphology measured", $"D50 {Number(Value(data, "median_diameter_nm"), "0.0")} nm over {Number(Value(data, "particle_count"), "0")} whole particles.");
                break;
            case RunEventKind.CellModelDone:
                Step = RunStep.Predicting;
                Decide(line, "info", "Cell model done", $"First-cycle efficiency {Number(100 * Value(data, "ce1"), "0.00")} %, lithium balance within {Value(data, "balance_error").ToString("0.0e+0", CultureInfo.InvariantCulture)}.");
                break;
            case RunEventKind.PredictionDone:
                Step = RunStep.Reporting;
                Decide(line, "info", "Regression done", $"First-cycle efficiency {Number(100 * Value(data, "ce1"), "0.00")} %.");
                break;
            case RunEventKind.Parked:
                bool isConfirmed = data["not_confirmed"] is not JsonArray { Count: > 0 };
                Decide(line, isConfirmed ? "info" : "fault", isConfirmed ? "Parked" : "Parked, not confirmed", Text(data, "reason"));
                break;
            case RunEventKind.RunStopped:
                (State, EndedAt) = (RunState.Stopped, line.Time);
                Decide(line, "person", $"Stopped by {Text(data, "by")}", Text(data, "reason"));
                break;
            case RunEventKind.RunFailed:
                (State, EndedAt) = (RunState.Failed, line.Time);
                Decide(line, "fault", "Run failed", Text(data, "reason"));
                break;
            case RunEventKind.RunCompleted:
                (State, EndedAt, Step) = (RunState.Completed, line.Time, RunStep.Done);
                Decide(line, "accepted", "Run completed", Text(data, "reason"));
                break;
        }
    }

    private void Accept(RunEvent line, string frameId)
    {
        if (!_frames.TryGetValue(frameId, out FrameView? frame)) return;
        int whole = (int)Value(line.Data, "whole_count"), all = (int)Value(line.Data, "particle_count");
        FrameVerdict verdict = _takenAgain.Contains(frameId) ? FrameVerdict.Redone : FrameVerdict.Accepted;
        string reason = $"{whole} whole particles, {all - whole} at the border, focus score {Number(frame.Metadata.FocusScore ?? double.NaN, "0.000")}.";
        IReadOnlyList<string> flags = Flags(line.Data);
        if (flags.Count > 0) reason = $"{reason} Flagged: {string.Join(". ", flags)}.";
        Put(frame with { Verdict = verdict, Reason = reason, WholeCount = whole, BorderCount = all - whole, Flags = flags });
        Decide(line, "accepted", $"Frame {frameId} counts{(flags.Count > 0 ? ", flagged" : "")}", reason);
    }

    private void Reject(RunEvent line, string frameId)
    {
        string reason = Text(line.Data, "reason");
        bool final = line.Data["final"]?.GetValue<bool>() == true;
        if (!final)
        {
            _takenAgain.Add(frameId);
            bool isDeferred = line.Data["deferred"]?.GetValue<bool>() == true;
            if (isDeferred && _frames.TryGetValue(frameId, out FrameView? deferred)) Put(deferred with { Verdict = FrameVerdict.Quarantined, Reason = reason });
            Decide(line, "redo", isDeferred ? $"Frame {frameId} quarantined, to be taken again" : $"Frame {frameId} taken again", reason);
            return;
        }

        if (line.Data["quarantined"]?.GetValue<bool>() == true && _frames.TryGetValue(frameId, out FrameView? kept))
        {
            int whole = (int)Value(line.Data, "whole_count");
            Put(kept with { Verdict = FrameVerdict.Quarantined, Reason = reason, WholeCount = whole, BorderCount = (int)Value(line.Data, "particle_count") - whole, Flags = Flags(line.Data) });
            Decide(line, "redo", $"Frame {frameId} left out", reason);
            return;
        }

        FrameMetadata metadata = _frames.GetValueOrDefault(frameId)?.Metadata ?? new FrameMetadata
        {
            FrameId = frameId, RunId = record.RunId, SampleName = record.Sample.Name, PixelSizeNm = null,
            WidthPx = record.Recipe.Exposure.WidthPx, HeightPx = record.Recipe.Exposure.HeightPx, BitsPerPixel = record.Recipe.Exposure.BitsPerPixel,
        };
        Put(new FrameView(record.RunId, metadata, FrameVerdict.Skipped, reason, null, null, ""));
        Decide(line, "redo", $"Frame {frameId} given up", reason);
    }

    private void Put(FrameView frame)
    {
        if (!_frames.ContainsKey(frame.Metadata.FrameId)) _order.Add(frame.Metadata.FrameId);
        _frames[frame.Metadata.FrameId] = frame;
    }

    private void Decide(RunEvent line, string level, string title, string reason)
        => _decisions.Add(new DecisionView(line.Time, level, title, reason, record.RunId));

    private static FrameRecord Record(JsonObject data) => data["record"].Deserialize<FrameRecord>(DomainJson.Line)!;

    private static string FaultSentence(JsonObject data)
        => data["fault"] is { } node ? FaultCatalogue.Describe(node.Deserialize<Fault>(DomainJson.Line)).Sentence : "Fault";

    private static IReadOnlyList<string> Flags(JsonObject data) => [.. (data["flags"] as JsonArray ?? []).Select(static flag => flag!.GetValue<string>())];

    private static string Text(JsonObject data, string key) => data[key]?.GetValue<string>() ?? "";

    private static double Value(JsonObject data, string key)
        => data[key] is JsonValue value && value.TryGetValue(out double number) ? number : double.NaN;

    private static string Number(double value, string format)
        => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
