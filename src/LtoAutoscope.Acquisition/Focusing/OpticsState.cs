using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What the journal of a run says about its optics. It follows from the lines alone, whoever reads them and when; lines and keys that are missing are borne.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class OpticsState(Recipe recipe)
{
    private const int MostDeclines = 3;
    private const int MostPoints = 200;
    private const double LeastGain = 1.1;
    private const double JumpErrors = 6;
    private const double JumpDepths = 4;

    /// <summary>After these the lens, the beam or the sample may stand otherwise; a frame that did not come whole leaves them alone.</summary>
    private static readonly HashSet<string> TouchesOptics =
    [
        .. new[]
        {
            Fault.LinkLost, Fault.Unreachable, Fault.ServerRestarted, Fault.SetNotTaken, Fault.BeamTripped, Fault.FilamentBlown, Fault.HighVoltageTimeout, Fault.VacuumNotReady, Fault.VacuumLost,
            Fault.PowerOnBattery, Fault.FocusNotFound, Fault.StageTouch, Fault.StageAlarm, Fault.StageNotCalibrated,
        }.Select(static fault => JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString())),
    ];

    private readonly List<FocusSurfacePoint> _points = [];
    private readonly HashSet<string> _framesSince = [];
    private int _declines;
    private FocusSurface? _surface;

    /// <summary>What asks for a search wherever the stage stands; <see cref="FocusTrigger.None"/> when only distance, frames, time and areas count.</summary>
    internal FocusTrigger Asked { get; private set; } = FocusTrigger.Start;

    /// <summary>The figures behind <see cref="Asked"/>.</summary>
    internal string AskedBecause { get; private set; } = "first search of the run";

    /// <summary>The working distance that stands, mm.</summary>
    internal double? WorkingDistanceMm { get; private set; }

    /// <summary>The last search that found something: where, when, its standard error in mm.</summary>
    internal (double XMm, double YMm, DateTimeOffset At, double ErrorMm)? LastSearch { get; private set; }

    /// <summary>The frame for which focus was last looked after.</summary>
    internal string? FocusedFrame { get; private set; }

    /// <summary>Half angle of the beam's cone, rad.</summary>
    internal double ConvergenceRad { get; private set; } = DepthOfFocus.AssumedConvergenceRad;

    /// <summary>A search that was announced and not finished: its frame and where it began, mm.</summary>
    internal (string FrameId, double StartMm)? OpenFocus { get; private set; }

    /// <summary>The stigmator that stands, percent.</summary>
    internal (double X, double Y)? Stigmator { get; private set; }

    /// <summary>Why the stigmator is to be corrected; null when nothing asks for it.</summary>
    internal string? StigmatorAsked { get; private set; } = "start of the run";

    /// <summary>The frame for which it was last corrected.</summary>
    internal string? StigmatedFrame { get; private set; }

    /// <summary>A correction that was announced and not finished, and where it began, percent.</summary>
    internal (double X, double Y)? OpenStigmator { get; private set; }

    /// <summary>Brightness and contrast that stand, percent.</summary>
    internal (double Brightness, double Contrast)? Signal { get; private set; }

    /// <summary>Why brightness and contrast are to be set; null when nothing asks for it.</summary>
    internal string? BrightnessAsked { get; private set; } = "start of the run";

    /// <summary>The frame for which they were last set.</summary>
    internal string? BrightenedFrame { get; private set; }

    /// <summary>A setting that was announced and not finished, and where it began, percent.</summary>
    internal (double Brightness, double Contrast)? OpenSignal { get; private set; }

    /// <summary>Whether the instrument may have lost its settings since they were last looked at.</summary>
    internal bool MayHaveLostSettings { get; set; } = true;

    /// <summary>The last arrival: frame and time.</summary>
    internal (string? FrameId, DateTimeOffset At) Moved { get; private set; }

    /// <summary>When the last line was written.</summary>
    internal DateTimeOffset Last { get; private set; }

    /// <summary>The surface through the places found so far; null where there is none.</summary>
    internal FocusSurface? Surface => _surface ??= FocusSurface.Fit(recipe.Focus.Surface, _points);

    /// <summary>Whether the surface has stood for more than one search since its last jump, so that its scatter is known.</summary>
    internal bool SurfaceIsTried => _points.Count >= 3 && _points.Count(point => point.Epoch == _points[^1].Epoch) >= 2;

    /// <summary>Depth of focus of the recipe's frames, mm.</summary>
    internal double DepthMm => DepthOfFocus.Mm(recipe.Exposure.FieldWidthUm * 1000 / recipe.Exposure.WidthPx, ConvergenceRad);

    /// <summary>Frames exposed since focus was last looked after, each once, another one than the given.</summary>
    internal int FramesSince(string frameId) => _framesSince.Count(frame => frame != frameId);

    /// <summary>Takes in one more line.</summary>
    internal void Apply(RunEvent line)
    {
        JsonObject data = line.Data;
        string? frame = Text(data, "frame_id");
        Last = line.Time;
        switch (line.Kind)
        {
            case RunEventKind.MoveDone:
                Moved = (frame, line.Time);
                break;
            case RunEventKind.FocusIntended:
                OpenFocus = Number(data, "start_mm") is { } start && frame is not null ? (frame, start) : null;
                break;
            case RunEventKind.FocusDone:
                Focused(line, frame);
                break;
            case RunEventKind.StigmateIntended:
                OpenStigmator = Pair(data, "x_percent", "y_percent");
                break;
            case RunEventKind.Stigmated:
                (OpenStigmator, StigmatorAsked, StigmatedFrame, Stigmator) = (null, null, frame, Pair(data, "x_percent", "y_percent") ?? Stigmator);
                if (!Flag(data, "declined") && Number(data, "gain") >= LeastGain) Ask(FocusTrigger.AfterStigmation, "the stigmator was corrected");
                break;
            case RunEventKind.BrightnessIntended:
                OpenSignal = Pair(data, "brightness_percent", "contrast_percent");
                break;
            case RunEventKind.BrightnessSet:
                (OpenSignal, BrightnessAsked, BrightenedFrame, Signal) = (null, null, frame, Pair(data, "brightness_percent", "contrast_percent") ?? Signal);
                break;
            case RunEventKind.ExposureIntended when frame is not null:
                _framesSince.Add(frame);
                break;
            case RunEventKind.FrameRejected:
                Rejected(Text(data, "cause"), frame);
                break;
            case RunEventKind.Fault:
                MayHaveLostSettings = true;
                if (Text(data, "fault") is { } fault && TouchesOptics.Contains(fault)) Ask(FocusTrigger.AfterFault, $"after the fault '{fault}'");
                break;
            case RunEventKind.SuspensionEnded:
                MayHaveLostSettings = true;
                Ask(FocusTrigger.AfterFault, "after a suspension");
                break;
        }
    }

    private void Focused(RunEvent line, string? frame)
    {
        JsonObject data = line.Data;
        OpenFocus = null;
        WorkingDistanceMm = Number(data, "working_distance_mm") ?? WorkingDistanceMm;
        FocusedFrame = frame;
        _framesSince.Clear();
        if (data["searched"] is { } searched && !searched.GetValue<bool>()) return;
        if (Flag(data, "declined"))
        {
            _declines++;
            (Asked, AskedBecause) = _declines < MostDeclines ? (FocusTrigger.AfterDecline, "the last search declined") : (FocusTrigger.None, "");
            return;
        }

        (_declines, Asked, AskedBecause) = (0, FocusTrigger.None, "");
        ConvergenceRad = Number(data, "convergence_mrad") / 1000 ?? ConvergenceRad;
        if (WorkingDistanceMm is not { } found || Pair(data, "x_mm", "y_mm") is not { } place) return;
        int epoch = _points.Count == 0 ? 0 : _points[^1].Epoch;
        if (Surface?.At(place.First, place.Second) is { } expected
            && Math.Abs(found - expected.WorkingDistanceMm) > Math.Max(JumpErrors * expected.StandardErrorMm, JumpDepths * DepthMm)) epoch++;
        _points.Add(new FocusSurfacePoint(place.First, place.Second, found, epoch));
        if (_points.Count > MostPoints) _points.RemoveAt(0);
        _surface = null;
        LastSearch = (place.First, place.Second, line.Time, Number(data, "error_um") / 1000 ?? DepthMm);
    }

    private void Rejected(string? cause, string? frame)
    {
        switch (cause)
        {
            case "focus":
                Ask(FocusTrigger.SharpnessDrop, $"{frame} is out of focus");
                break;
            case "astigmatism":
                StigmatorAsked = $"{frame} is astigmatic";
                Ask(FocusTrigger.SharpnessDrop, $"{frame} is astigmatic, which shows off focus only");
                break;
            case "dim":
                BrightnessAsked = $"{frame} is too dark";
                break;
        }
    }

    private void Ask(FocusTrigger trigger, string because)
    {
        if (Asked is FocusTrigger.None or FocusTrigger.AfterStigmation or FocusTrigger.AfterDecline) (Asked, AskedBecause) = (trigger, because);
    }

    private static string? Text(JsonObject data, string key) => data[key]?.ToString();

    private static bool Flag(JsonObject data, string key) => data[key]?.GetValue<bool>() == true;

    private static double? Number(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private static (double First, double Second)? Pair(JsonObject data, string first, string second)
        => Number(data, first) is { } a && Number(data, second) is { } b ? (a, b) : null;
}
