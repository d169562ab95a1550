using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Pipeline.Tests.Live;

/// <summary>Records and journal lines as the run engine writes them.</summary>
internal sealed class Lines
{
    public static readonly DateTimeOffset Evening = new(2026, 3, 14, 18, 0, 0, TimeSpan.Zero);

    private readonly List<RunEvent> _lines = [];

    public static RunRecord Record { get; } = new()
    {
        RunId = "20260314-180000-powder", Sample = new Sample { Name = "powder", Stub = "A" }, Recipe = new Recipe { Name = "standard" }, Instrument = "twin",
        CreatedAt = Evening, SoftwareVersion = "test", SegmentationModel = "test", Stub = new Stub("A", 0, 0, 3),
    };

    public IReadOnlyList<RunEvent> All => _lines;

    public Lines Add(string kind, JsonObject? data = null)
    {
        // Read back from its text, as the journal does.
        var read = (JsonObject)JsonNode.Parse((data ?? []).ToJsonString())!;
        _lines.Add(new RunEvent(_lines.Count + 1, Evening.AddSeconds(_lines.Count + 1), kind, read));
        return this;
    }

    public Lines Expose(string frameId) => Add(RunEventKind.ExposureIntended, new JsonObject { ["frame_id"] = frameId, ["attempt"] = 1 });

    public Lines Save(string frameId)
    {
        var metadata = new FrameMetadata { FrameId = frameId, WidthPx = 8, HeightPx = 6, BitsPerPixel = 16, PixelSizeNm = 2, FocusScore = 0.25 };
        return Add(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = frameId, ["record"] = RunLog.Json(new FrameRecord(metadata, $"frames/{frameId}.tif", "hash of " + frameId)) });
    }

    public Lines Accept(string frameId, int whole, int all) => Add(RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = frameId, ["whole_count"] = whole, ["particle_count"] = all });

    public Lines Reject(string frameId, bool final) => Add(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = frameId, ["reason"] = "It shows nothing.", ["final"] = final });

    public static Particle Particle(double diameterNm, double weight = 1, bool touchesBorder = false) => new()
    {
        ParticleId = "f-0001", Frame = "f", LabelId = 1, XPx = 1, YPx = 1, AreaNm2 = 1, DiameterNm = diameterNm, FeretMaxNm = 1, FeretMinNm = 1, LengthNm = 1, WidthNm = 1,
        AspectRatio = 1, PerimeterNm = 1, Circularity = 1, Solidity = 1, FractalDimension = 1, FractalDimensionSe = 0, TouchesBorder = touchesBorder, Weight = weight, Confidence = 1,
    };
}
