using System.Buffers.Binary;
using System.IO.Compression;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Reports.Tests.Plots;

namespace LtoAutoscope.Reports.Tests.Runs;

/// <summary>A made-up run with all parts.</summary>
internal static class ExampleReport
{
    internal static RunReportModel Whole() => Example.Value;

    private static readonly Lazy<RunReportModel> Example = new(Make);

    private static RunReportModel Make()
    {
        var random = new Random(7);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var particles = new List<ReportParticle>();
        var frames = new List<ReportFrame>();
        for (int f = 0; f < 14; f++)
        {
            string id = $"a{f / 4 + 1:00}-f{f + 1:0000}";
            bool accepted = f != 5;
            var outlines = new List<IReadOnlyList<float>>();
            var discs = new List<(double X, double Y, double R)>();
            for (int i = 0; i < 46; i++)
            {
                double d = 178 * Math.Exp(0.22 * Normal()), aspect = 1 + 0.7 * Math.Exp(0.4 * Normal());
                double x = random.NextDouble() * 1024, y = random.NextDouble() * 768, r = d / 3.125 / 2;
                discs.Add((x, y, r));
                if (!accepted) continue;
                outlines.Add([.. Enumerable.Range(0, 24).SelectMany(k => new[] { (float)(x + r * Math.Cos(k * Math.PI / 12)), (float)(y + r * Math.Sin(k * Math.PI / 12)) })]);
                particles.Add(new ReportParticle(id, d, aspect, i % 17 == 0 ? double.NaN : 1.05 + 0.02 * Normal(), 1 + d / 3000) { ParticleId = $"{id}-{i + 1:0000}", XPx = x, YPx = y });
            }

            frames.Add(new ReportFrame
            {
                FrameId = id, Accepted = accepted, Reason = accepted ? null : "focus score 0.31 under 0.60 of the last good frame", ParticleCount = accepted ? 46 : null,
                Position = new StagePosition(12.3456 + f * 0.004, -3.21, 5, 0, 0), Sha256 = new string("0123456789abcdef"[f % 16], 64), WidthPx = 1024, HeightPx = 768, PixelSizeNm = 3.125,
                Metadata = new FrameMetadata
                {
                    FrameId = id, WidthPx = 1024, HeightPx = 768, BitsPerPixel = 16, PixelSizeNm = 3.125, BeamEnergyKv = 5, WorkingDistanceMm = 8.01 + f * 0.001, ProbeCurrentPa = 100, DwellUs = 3,
                    AcquiredAt = new DateTimeOffset(2026, 3, 4, 21, 53, 0, TimeSpan.Zero).AddSeconds(9 * f), Instrument = "LTO twin", SerialNumber = "T-1", Detector = "SE", IsSimulated = true,
                },
                Outlines = outlines, Picture = f is 0 or 7 ? Png(512, 384, (px, py) => discs.Any(c => (px * 2 - c.X) * (px * 2 - c.X) + (py * 2 - c.Y) * (py * 2 - c.Y) < c.R * c.R) ? (byte)150 : (byte)32) : null, Thumbnail = Png(256, 192, (px, py) => discs.Any(c => (px * 4 - c.X) * (px * 4 - c.X) + (py * 4 - c.Y) * (py * 4 - c.Y) < c.R * c.R) ? (byte)150 : (byte)32),
            });
        }

        ReportParticle[] counted = [.. particles];
        MeasureSummary d1 = Summary(counted.Select(p => p.DiameterNm)), a1 = Summary(counted.Select(p => p.AspectRatio)), f1 = Summary(counted.Select(p => p.FractalDimension).Where(double.IsFinite));
        var started = new DateTimeOffset(2026, 3, 4, 21, 52, 0, TimeSpan.Zero);
        return new RunReportModel
        {
            Run = new RunRecord
            {
                RunId = "20260304-215200-LTO-180", Sample = new Sample { Name = "LTO-180", Description = "synthetic LTO powder, about 180 nm, elongated", Stub = "2" },
                Recipe = new Recipe { Name = "demo", Seed = 42 }, Instrument = "twin", IsSimulated = true, CreatedAt = started, SoftwareVersion = "0.1.0",
                SegmentationModel = "lto-unet.onnx 3f2a9c…", Stub = new Stub("2", 10, 0, 5), Truth = new GroundTruth(181.2, 1.75),
            },
            GeneratedAt = started.AddMinutes(5), CompletedAt = started.AddMinutes(4),
            Morphology = new Morphology
            {
                ParticleCount = counted.Length, BorderCount = 123, FrameCount = 13, PixelSizeNm = 3.125, DiameterNm = d1, AspectRatio = a1, FractalDimension = f1,
                Classes = new ClassCounts(570, 123, 28, 0), SelectionEffects = new SelectionEffects(new SelectionEffect(181.4, 178.9, 182.2), new SelectionEffect(1.7, 1.7, 1.7), new SelectionEffect(1.05, 1.05, 1.05)),
                Agglomerates = new AgglomerateSummary { FreeParticles = 210, Count = 96, CutCount = 31, AgglomeratedShare = 0.64, MeanParticles = 3.1, LargestParticles = 11, MeanDiameterNm = 330, MedianDiameterNm = 305 },
                LogNormal = new LogNormalFit(178, 1.25, 0.41, 0.37, 199), Precision = [new PrecisionNeed("diameter_nm", "median", 0.02, 0.031, 0.034, 2.4, 15, 690)],
                Uncertainty =
                [
                    new UncertaintyBudget
                    {
                        Measure = "diameter_nm", Statistic = "median", Value = 178, Unit = "nm", CombinedUncertainty = 3.5, EffectiveDegreesOfFreedom = 47, CoverageFactor = 2.01, ExpandedUncertainty = 7.1,
                        Sources =
                        [
                            new UncertaintySource { Source = "pixel size", Type = "B", Value = 3.125, InputUnit = "nm", Distribution = "rectangular", StandardUncertainty = 0.036, Sensitivity = 57, Contribution = 2.1, Basis = "± 2 %, stated default" },
                            new UncertaintySource { Source = "sampling of places", Type = "A", Value = 13, InputUnit = "frames", Distribution = "t", StandardUncertainty = 2.8, Sensitivity = 1, Contribution = 2.8, DegreesOfFreedom = 12, Basis = "bootstrap of whole frames" },
                        ],
                    },
                ],
                VolumeWeighted = new MorphologySummaries { DiameterNm = d1 with { D10 = 150, D50 = 203.2, D90 = 264, Mean = 206 }, AspectRatio = a1, FractalDimension = f1 },
            },
            Particles = Columns(counted, d1.Median), Frames = frames, Convergence = PlotTests.Settling(),
            Prediction = new CellPrediction
            {
                Ce1 = 0.9885, Ce1Interval = [0.9871, 0.9899], LithiationMAhG = 174.0, DelithiationMAhG = 172.0, SideMAhG = 1.2,
                LossBreakdown = new LossBreakdown { SideReactionMAhG = 1.2, TrappedLithiumMAhG = 0.8 }, BalanceError = 3.1e-9, WallS = 41.2, Realisations = [0.988, 0.989],
                RunWith = new Dictionary<string, object?> { ["material"] = "lto", ["grid"] = 32, ["seed"] = 42, ["roughness_inner_cutoff_nm"] = 3.0 },
            },
            Curve = PlotTests.Curve(), MicrostructureSvg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><rect width=\"100\" height=\"100\" fill=\"#00224e\"/><circle cx=\"40\" cy=\"45\" r=\"25\" fill=\"#fde737\"/></svg>",
            MicrostructureCaption = "lithiation at half charge, 32³ voxels",
            Regression = new RegressionPrediction { Ce1 = 0.9902, Rmse = 0.0034, InsideTrainingData = true, TrainedOn = "virtual cells: 240 computed rows, not measured" },
            RegressionModel = "virtual-ce/model.onnx 9b1c…",
            Calibrations = [new ReportCalibration(started.AddSeconds(30), 498.1, 500, 1.00381, 0.42, "certificate 17-204", "start")],
            SampleNow = new Sample { Name = "LTO-180", Description = "synthetic LTO powder, about 180 nm, elongated", Stub = "2", Batch = "B-7", BetAreaM2PerG = 9.4, XrdNotes = "spinel 98 %, anatase 2 %", Xrd = new XrdResult { Phases = [new XrdPhase("Li4Ti5O12", 0.975)], CrystalliteNm = 41, Method = "Rietveld" }, Synthesis = new Synthesis { TemperatureC = 800, Ph = 10.5, DurationH = 12 } },
            Cells =
            [
                new CellTest("LTO-180", "LTO-180-1", 0.984, 0.1, started.AddDays(9)) { SourceName = "LTO-180-1.mpt", SourceSha256 = new string('c', 64), Cycles = [new CycleCapacity(1, 0.1, 172.1, 169.3)] },
                new CellTest("LTO-180", "LTO-180-2", 1.0163, 0.1, started.AddDays(9)) { Convention = EfficiencyConvention.LithiationOverDelithiation },
                new CellTest("LTO-180", "LTO-180-3", 0.61, 0.1, started.AddDays(9)) { Exclusion = "soft short at 1.2 V" },
            ],
            Decisions = [new ReportNote(started.AddMinutes(3), "info", "Acquisition ended", "598 whole particles counted, goal 500; D50 interval ± 2.1 %")],
            Incidents = [new ReportNote(started.AddMinutes(1), "warning", "Frame taken again", "a02-f0006: focus score 0.31 under 0.60 of the last good frame; focused anew at 8.012 mm")],
            Hashes = [new ReportFile("morphology.json", new string('a', 64)), new ReportFile("particles.csv", new string('b', 64))],
            Software = [("Runtime", ".NET 10.0")],
        };
    }

    /// <summary>A run that has only begun.</summary>
    internal static RunReportModel Bare() => new() { Run = Whole().Run with { Truth = null, IsSimulated = false }, State = RunState.Stopped, GeneratedAt = Whole().GeneratedAt };

    internal static ReportParticles Columns(IEnumerable<ReportParticle> particles, double medianNm = double.NaN)
    {
        var columns = new ReportParticles(medianNm);
        foreach (ReportParticle particle in particles) columns.Add(particle);
        return columns;
    }

    private static MeasureSummary Summary(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double mean = sorted.Average(), std = Math.Sqrt(sorted.Average(v => (v - mean) * (v - mean))), half = 2.2 * std / Math.Sqrt(sorted.Length);
        double At(double share) => sorted[(int)(share * (sorted.Length - 1))];
        return new MeasureSummary { Mean = mean, Median = At(0.5), Std = std, D10 = At(0.1), D50 = At(0.5), D90 = At(0.9), MeanCi95 = [mean - half, mean + half], MedianCi95 = [At(0.5) - 1.2 * half, At(0.5) + 1.2 * half] };
    }

    /// <summary>An 8-bit grey PNG (ISO/IEC 15948): signature, IHDR, IDAT, IEND.</summary>
    private static byte[] Png(int width, int height, Func<int, int, byte> grey)
    {
        using var raw = new MemoryStream();
        using (var packed = new ZLibStream(raw, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                packed.WriteByte(0);
                for (int x = 0; x < width; x++) packed.WriteByte(grey(x, y));
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk("IHDR"u8, header);
        Chunk("IDAT"u8, raw.ToArray());
        Chunk("IEND"u8, []);
        return png.ToArray();

        void Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            byte[] body = [.. type, .. data];
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            png.Write(number);
            png.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
            png.Write(number);
        }
    }

    private static uint Crc32(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
