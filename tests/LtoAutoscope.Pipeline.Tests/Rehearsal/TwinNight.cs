using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Rehearsal;
using LtoAutoscope.Twin;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Pipeline.Tests.Rehearsal;

/// <summary>
/// Runs whose moves, searches and scans take what the twin's stage, lens and scan take, and whose computing takes what a computer of changing load takes: without a wall clock, so that
/// a hundred of them take a second and are always the same.
/// </summary>
internal sealed class TwinNight(int seed)
{
    private static readonly StageLimits Limits = new(new AxisRange(-48, 48), new AxisRange(-48, 48), new AxisRange(1, 28), new AxisRange(-180, 180), new AxisRange(-5, 55));
    private readonly Random _random = new(seed);
    private readonly List<RunEvent> _lines = [];
    private DateTimeOffset _at = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);

    public static Recipe Recipe { get; } = new() { Name = "standard", Precision = PrecisionPolicy.Reported, Focus = new FocusSettings { StartMm = 8 }, Calibration = new CalibrationSettings { Check = CalibrationPolicy.Off } };

    public static Stub Stub { get; } = new("A", 0, 0, 3);

    /// <summary>The next run of the night: another powder, another load of the computer.</summary>
    public (RunRecord Record, IReadOnlyList<RunEvent> Events) Next(int number)
    {
        _lines.Clear();
        _at = _at.AddSeconds(1 + _random.NextDouble());
        var twin = new TwinDrive(new SafetyEnvelope { Limits = Limits, MaximumStepMm = 120 }, new HolderMap { Name = "bench", Stubs = [Stub] }, new TwinOptions(), new StagePosition(_random.Next(-14, 15), 0, 20, 0, 0), true);
        double load = LogNormal.Sample(_random, 0, 0.15), perTile = 40 * LogNormal.Sample(_random, 0, 0.25);
        var record = new RunRecord
        {
            RunId = $"run-{number:000}", Sample = new Sample { Name = $"powder-{number}", Stub = "A", ExpectedDiameterNm = 100 }, Recipe = Recipe, Instrument = "bench", CreatedAt = _at, SoftwareVersion = "test",
            SegmentationModel = "test", Stub = Stub,
        };
        Line(0, RunEventKind.RunStarted);
        twin.Prepare(Recipe.Exposure);
        Line(twin.Seconds + load * Computing(3), RunEventKind.AreasPlanned);
        int counted = 0, left = AcquisitionEngine.DecisionLag - 1;
        DateTimeOffset analyst = _at;
        var waiting = new Queue<(DateTimeOffset At, RunEvent Line)>();
        foreach (FramePlan tile in FramePlan.From(AreaPlanner.Plan(Stub, Recipe), 2))
        {
            if (counted >= Recipe.ParticleGoal && left-- == 0) break;
            double before = twin.Seconds;
            Line(load * Computing(0.1), RunEventKind.MoveIntended, Of(tile, ("target", Json(tile.Target))));
            Assert.Null(twin.Move(tile.Target));
            Line(twin.Seconds - before + load * Computing(0.05), RunEventKind.MoveDone, Of(tile, ("position", Json(twin.Position))));
            if (tile.IsFirstOfArea)
            {
                Line(0, RunEventKind.FocusIntended, Of(tile));
                before = twin.Seconds;
                twin.Focus(Recipe, 8);
                Line(twin.Seconds - before + load * Computing(1), RunEventKind.FocusDone, Of(tile));
            }

            Line(0, RunEventKind.ExposureIntended, Of(tile));
            before = twin.Seconds;
            twin.Scan(Recipe.Exposure);
            var metadata = new FrameMetadata { FrameId = tile.FrameId, RunId = record.RunId, SampleName = record.Sample.Name, WidthPx = 1024, HeightPx = 768, BitsPerPixel = 16, PixelSizeNm = 3.125, ProbeCurrentPa = 100 };
            Line(twin.Seconds - before + load * Computing(0.2), RunEventKind.FrameSaved, Of(tile, ("record", Json(new FrameRecord(metadata, "frames/f.tif", "00")))));
            int whole = Poisson.Sample(_random, perTile);
            counted += whole;
            analyst = (analyst > _at ? analyst : _at).AddSeconds(load * Computing(2));
            waiting.Enqueue((analyst, new RunEvent(0, analyst, RunEventKind.FrameAccepted, Of(tile, ("whole_count", whole)))));
            while (waiting.Count > 0 && (waiting.Peek().At <= _at || waiting.Count >= AcquisitionEngine.DecisionLag)) Settle(waiting.Dequeue());
        }

        while (waiting.Count > 0) Settle(waiting.Dequeue());
        Line(0, RunEventKind.AcquisitionDone);
        Line(load * Computing(2), RunEventKind.Parked);
        Line(load * Computing(1), RunEventKind.MorphologyDone);
        Line(load * Computing(30), RunEventKind.CellModelDone);
        Line(load * Computing(0.1), RunEventKind.PredictionDone);
        Line(load * Computing(1), RunEventKind.ReportDone);
        Line(0.01, RunEventKind.RunCompleted);
        // Outcomes are written when the analysis ends, between the lines of the instrument.
        return (record, [.. _lines.OrderBy(line => line.Time).Select((line, i) => line with { Sequence = i + 1 })]);
    }

    private void Settle((DateTimeOffset At, RunEvent Line) outcome)
    {
        if (outcome.At > _at) _at = outcome.At;
        _lines.Add(outcome.Line);
    }

    private double Computing(double seconds) => seconds * LogNormal.Sample(_random, 0, 0.1);

    private void Line(double after, string kind, JsonObject? data = null)
    {
        _at = _at.AddSeconds(after);
        _lines.Add(new RunEvent(_lines.Count + 1, _at, kind, data ?? []));
    }

    private static JsonObject Of(FramePlan tile, params (string Key, JsonNode? Value)[] more)
    {
        var data = new JsonObject { ["frame_id"] = tile.FrameId };
        foreach ((string key, JsonNode? value) in more) data[key] = value;
        return data;
    }

    private static JsonNode? Json<T>(T value) => System.Text.Json.JsonSerializer.SerializeToNode(value, DomainJson.Line);
}
