using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Benchmarks;

/// <summary>A run of many frames on the disk, laid down as the engine would leave it: record, journal, frames, previews and analyses; and many small runs beside it.</summary>
public sealed class LargeRun(LargeRunOptions options)
{
    /// <summary>The large run's id.</summary>
    public const string RunId = "20260101-000000-large";

    private const double PixelSizeNm = 3;
    private const double MedianDiameterNm = 90;
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly int _height = options.WidthPx * 3 / 4;
    private readonly List<FrameRecord> _different = [];

    /// <summary>Writes everything.</summary>
    /// <param name="data">A new data folder.</param>
    /// <param name="progress">Is told the share and what is written; may be null.</param>
    /// <param name="cancellationToken">Ends it; what is written stays.</param>
    public async Task WriteAsync(DataFolder data, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        RunFolder folder = await RunFolder.CreateAsync(data, Record(RunId, "large", Begin), cancellationToken).ConfigureAwait(false);
        await WriteDifferentAsync(folder, progress, cancellationToken).ConfigureAwait(false);
        for (int i = _different.Count; i < options.Tiles; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Link(folder, i);
            if (i % 100 == 0) progress?.Report(((double)i / options.Tiles, $"{i} of {options.Tiles} frames"));
        }

        await JournalWriter.WriteAsync(folder.JournalPath, Lines(folder.Record), cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < options.OtherRuns; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WriteSmallAsync(data, i, cancellationToken).ConfigureAwait(false);
            if (i % 100 == 0) progress?.Report(((double)i / options.OtherRuns, $"{i} of {options.OtherRuns} runs"));
        }
    }

    private RunRecord Record(string runId, string sample, DateTimeOffset at) => new()
    {
        RunId = runId, Sample = new Sample { Name = sample, Stub = "1", Material = "lto" }, Instrument = "twin", IsSimulated = true, CreatedAt = at, SoftwareVersion = "bench", SegmentationModel = "none",
        Stub = new Stub("1", 0, 0, 5),
        Recipe = new Recipe
        {
            Name = "bench", ParticleGoal = options.Tiles * options.ParticlesPerTile, MaximumFrames = options.Tiles,
            Exposure = new ExposureSettings { WidthPx = options.WidthPx, HeightPx = _height, FieldWidthUm = options.WidthPx * PixelSizeNm / 1000 },
        },
    };

    private async Task WriteDifferentAsync(RunFolder folder, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        int count = Math.Min(options.Different, options.Tiles);
        double fieldUm = options.WidthPx * PixelSizeNm / 1000;
        var world = new SyntheticPowderWorld(new PowderParameters { Seed = 1, MedianDiameterNm = MedianDiameterNm, NumberDensityPerUm2 = options.ParticlesPerTile / (fieldUm * fieldUm * 0.75) });
        RunFrameStore store = folder.Frames(new TiffFrameCodec());
        for (int i = 0; i < count; i++)
        {
            var view = new ViewRequest { CentreXMm = i * fieldUm / 1000, CentreYMm = 0, FieldWidthUm = fieldUm, WidthPx = options.WidthPx, HeightPx = _height, Identity = (ulong)i + 1 };
            var frame = new Frame(Metadata(i), world.Render(view, cancellationToken));
            await AtomicFile.WriteAsync(folder.PreviewPath(NameOf(i)), PreviewEncoder.ToJpeg(frame.Image, 1024), cancellationToken).ConfigureAwait(false);
            _different.Add(await store.SaveAsync(frame, cancellationToken).ConfigureAwait(false));
            await FrameAnalysisFile.WriteAsync(folder, new FrameAnalysis(NameOf(i), Particles(i), new LabelImage(1, 1), 0.2), cancellationToken).ConfigureAwait(false);
            progress?.Report(((double)i / count, $"{i} of {count} frames rendered"));
        }
    }

    private void Link(RunFolder folder, int i)
    {
        string from = NameOf(i % _different.Count), to = NameOf(i);
        foreach ((string source, string target) in ((string, string)[])[
            (folder.PathOf($"frames/{from}.tif"), folder.PathOf($"frames/{to}.tif")), (folder.PreviewPath(from), folder.PreviewPath(to)), (folder.FrameAnalysisPath(from), folder.FrameAnalysisPath(to))])
        {
            try
            {
                File.CreateSymbolicLink(target, source);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Links may be forbidden, as they are to most people on Windows.
                File.Copy(source, target);
            }
        }
    }

    private IEnumerable<(string Kind, DateTimeOffset Time, JsonObject Data)> Lines(RunRecord record)
    {
        DateTimeOffset at = Begin;
        yield return (RunEventKind.RunStarted, at, new JsonObject { ["run"] = JsonSerializer.SerializeToNode(record, DomainJson.Line) });
        yield return (RunEventKind.AreasPlanned, at, new JsonObject { ["areas"] = new JsonArray([.. Enumerable.Range(1, options.Areas).Select(Area)]) });
        int counted = 0;
        for (int i = 0; i < options.Tiles; i++)
        {
            at = Begin.AddSeconds(4 * i);
            string id = NameOf(i);
            yield return (RunEventKind.ExposureIntended, at, new JsonObject { ["frame_id"] = id, ["attempt"] = 1, ["dose_e_nm2"] = 210.0 });
            if (i % 211 == 7)
            {
                yield return (RunEventKind.FrameRejected, at, new JsonObject { ["frame_id"] = id, ["reason"] = "The stage did not come to rest within 10 s.", ["final"] = true });
                continue;
            }

            if (i % 41 == 5) yield return (RunEventKind.FrameRejected, at, new JsonObject { ["frame_id"] = id, ["reason"] = "Focus 0.51 under 0.60.", ["final"] = false });
            var saved = new FrameRecord(Metadata(i), $"frames/{id}.tif", _different[i % _different.Count].Sha256);
            yield return (RunEventKind.FrameSaved, at, new JsonObject { ["frame_id"] = id, ["visit"] = 1, ["record"] = JsonSerializer.SerializeToNode(saved, DomainJson.Line), ["measures"] = new JsonObject { ["earlier_dose_e_nm2"] = 12.5 } });
            int whole = options.ParticlesPerTile * 9 / 10;
            if (i % 53 == 11)
            {
                yield return (RunEventKind.FrameRejected, at, new JsonObject { ["frame_id"] = id, ["reason"] = "Background rose 31 % within the frame: charging.", ["final"] = true, ["quarantined"] = true, ["whole_count"] = whole, ["particle_count"] = options.ParticlesPerTile });
                continue;
            }

            counted += whole;
            yield return (RunEventKind.FrameAccepted, at, new JsonObject { ["frame_id"] = id, ["visit"] = 1, ["particle_count"] = options.ParticlesPerTile, ["whole_count"] = whole });
            if (i % 50 == 49)
                yield return (RunEventKind.GoalChecked, at, new JsonObject { ["particles"] = counted, ["median_nm"] = MedianDiameterNm, ["median_low_nm"] = MedianDiameterNm - 200 / Math.Sqrt(counted), ["median_high_nm"] = MedianDiameterNm + 200 / Math.Sqrt(counted) });
        }

        yield return (RunEventKind.AcquisitionDone, at, new JsonObject { ["reason"] = $"{counted} whole particles reach the goal", ["goal_reached"] = true });
        yield return (RunEventKind.RunCompleted, at, new JsonObject { ["reason"] = $"{counted} whole particles." });
    }

    private JsonNode Area(int index)
    {
        var tiles = new JsonArray();
        for (int i = index - 1; i < options.Tiles; i += options.Areas)
        {
            (double x, double y) = PlaceOf(i);
            tiles.Add(new JsonObject { ["x_mm"] = x, ["y_mm"] = y });
        }

        return new JsonObject { ["index"] = index, ["tiles"] = tiles };
    }

    private (double XMm, double YMm) PlaceOf(int i)
    {
        int area = i % options.Areas, inArea = i / options.Areas, columns = (int)Math.Ceiling(Math.Sqrt((double)options.Tiles / options.Areas));
        double field = options.WidthPx * PixelSizeNm * 1e-6;
        return (area % 2 * 2.0 + inArea % columns * field, area / 2 * -2.0 - inArea / columns * field * 0.75);
    }

    private string NameOf(int i) => string.Create(CultureInfo.InvariantCulture, $"a{i % options.Areas + 1:00}-f{i + 1:00000}");

    private FrameMetadata Metadata(int i)
    {
        (double x, double y) = PlaceOf(i);
        return new FrameMetadata
        {
            FrameId = NameOf(i), RunId = RunId, SampleName = "large", WidthPx = options.WidthPx, HeightPx = _height, BitsPerPixel = 16, PixelSizeNm = PixelSizeNm,
            Position = new StagePosition(x + 1e-5 * Math.Sin(i), y + 1e-5 * Math.Cos(i), 5, 0, 0), WorkingDistanceMm = 5, BeamEnergyKv = 5, ProbeCurrentPa = 100, DwellUs = 3,
            FocusScore = 0.8 + 0.1 * Math.Sin(i * 0.01), AcquiredAt = Begin.AddSeconds(4 * i), Instrument = "twin", IsSimulated = true,
        };
    }

    /// <summary>Round particles at places that follow from the frame's number; a tenth touches the border.</summary>
    private Particle[] Particles(int frame) => [.. Enumerable.Range(1, options.ParticlesPerTile).Select(label =>
    {
        var random = new Random(frame * 100_003 + label);
        double radius = (MedianDiameterNm / PixelSizeNm / 2) * Math.Exp(0.3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
        bool touches = label % 10 == 0;
        double x = touches ? radius * 0.5 : radius + random.NextDouble() * (options.WidthPx - 2 * radius), y = radius + random.NextDouble() * (_height - 2 * radius);
        double diameter = 2 * radius * PixelSizeNm;
        return new Particle
        {
            ParticleId = $"{NameOf(frame)}-{label:0000}", Frame = NameOf(frame), LabelId = label, XPx = x, YPx = y, AreaNm2 = Math.PI * diameter * diameter / 4, DiameterNm = diameter,
            FeretMaxNm = diameter, FeretMinNm = diameter, LengthNm = diameter, WidthNm = diameter, AspectRatio = 1, PerimeterNm = Math.PI * diameter, Circularity = 1, Solidity = 1,
            FractalDimension = 1.01, FractalDimensionSe = 0.01, TouchesBorder = touches, Weight = touches ? 0 : 1, Confidence = 0.95,
            Outline = [.. Enumerable.Range(0, 48).SelectMany(i => new[] { (float)Math.Max(0, x + radius * Math.Cos(i * Math.PI / 24)), (float)(y + radius * Math.Sin(i * Math.PI / 24)) })],
        };
    })];

    private async Task WriteSmallAsync(DataFolder data, int number, CancellationToken cancellationToken)
    {
        DateTimeOffset at = Begin.AddHours(-1 - number);
        string sample = FormattableString.Invariant($"LTO-{number % 400:000}"), id = $"{at.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{sample}";
        RunRecord record = Record(id, sample, at);
        string folder = Directory.CreateDirectory(data.RunPath(id)).FullName;
        // Not through the store: ten thousand flushed folders would take longer than everything that is measured.
        using (var file = new FileStream(Path.Combine(folder, RunFolder.RecordName), FileMode.Create)) await JsonSerializer.SerializeAsync(file, record, DomainJson.File, cancellationToken).ConfigureAwait(false);
        string end = number % 9 == 0 ? RunEventKind.RunFailed : RunEventKind.RunCompleted;
        using var journal = new FileStream(Path.Combine(folder, RunFolder.JournalName), FileMode.Create);
        journal.Write(JournalWriter.Format([(RunEventKind.RunStarted, at, []), (end, at.AddMinutes(30), new JsonObject { ["reason"] = "bench" })]));
    }
}
