using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Tests.Timing;

/// <summary>Writes journals as a run does, with times of one's own.</summary>
internal sealed class Journal
{
    private readonly List<RunEvent> _lines = [];
    private DateTimeOffset _at = new(2026, 3, 14, 18, 0, 0, TimeSpan.Zero);

    public static Recipe Recipe { get; } = new()
    {
        Name = "standard", Precision = PrecisionPolicy.Reported, MaximumFrames = 40, Areas = 4, ParticleGoal = 500,
        Drift = new DriftSettings { Measure = false }, Calibration = new CalibrationSettings { Check = CalibrationPolicy.Off },
        Focus = new FocusSettings { Stigmator = AdjustmentPolicy.Off, Brightness = AdjustmentPolicy.Off },
    };

    public IReadOnlyList<RunEvent> Lines => _lines;

    public static RunRecord Record(string runId = "run-1", string instrument = "bench", Recipe? recipe = null) => new()
    {
        RunId = runId, Sample = new Sample { Name = "powder", Stub = "A", ExpectedDiameterNm = 100 }, Recipe = recipe ?? Recipe, Instrument = instrument,
        CreatedAt = new DateTimeOffset(2026, 3, 14, 18, 0, 0, TimeSpan.Zero), SoftwareVersion = "test", SegmentationModel = "test", Stub = new Stub("A", 0, 0, 3),
    };

    public Journal Line(double afterS, string kind, JsonObject? data = null)
    {
        _at = _at.AddSeconds(afterS);
        _lines.Add(new RunEvent(_lines.Count + 1, _at, kind, data ?? []));
        return this;
    }

    public Journal From(DateTimeOffset start)
    {
        _at = start;
        return this;
    }

    /// <summary>A whole tile: move, exposure, saving, analysis.</summary>
    public Journal Tile(string frame, double xMm, double moveS, double exposeS, int whole, double focusS = 0, double overheadS = 0)
    {
        var place = new StagePosition(xMm, 0, 20, 0, 0);
        Line(overheadS, RunEventKind.MoveIntended, new JsonObject { ["frame_id"] = frame, ["target"] = Json(StageTarget.Planar(xMm, 0)) });
        Line(moveS, RunEventKind.MoveDone, new JsonObject { ["frame_id"] = frame, ["position"] = Json(place) });
        if (focusS > 0) Line(0, RunEventKind.FocusIntended, Id(frame)).Line(focusS, RunEventKind.FocusDone, Id(frame));
        Line(0, RunEventKind.ExposureIntended, Id(frame));
        var metadata = new FrameMetadata
        {
            FrameId = frame, RunId = "run-1", SampleName = "powder", WidthPx = Recipe.Exposure.WidthPx, HeightPx = Recipe.Exposure.HeightPx, BitsPerPixel = 16, PixelSizeNm = 3.125, Position = place, ProbeCurrentPa = 100,
        };
        Line(exposeS, RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = frame, ["record"] = Json(new FrameRecord(metadata, $"frames/{frame}.tif", "00")) });
        return Line(0, RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = frame, ["whole_count"] = whole });
    }

    public Journal End(double parkS = 1, double measureS = 1, double cellS = 2)
        => Line(0, RunEventKind.AcquisitionDone).Line(parkS, RunEventKind.Parked).Line(measureS, RunEventKind.MorphologyDone).Line(cellS, RunEventKind.CellModelDone)
            .Line(0.1, RunEventKind.PredictionDone).Line(0.5, RunEventKind.ReportDone).Line(0.01, RunEventKind.RunCompleted);

    public static JsonObject Id(string frame) => new() { ["frame_id"] = frame };

    private static JsonNode? Json<T>(T value) => System.Text.Json.JsonSerializer.SerializeToNode(value, DomainJson.Line);
}
