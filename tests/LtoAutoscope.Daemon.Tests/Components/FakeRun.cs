using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <summary>An invented run with frames, particles, morphology and a cell model.</summary>
internal sealed class FakeRun
{
    public FakeRun(string runId, Sample sample, DateTimeOffset start, int frames, int seed, double medianNm, bool finished)
    {
        Recipe recipe = new() { Name = "standard", ParticleGoal = 500, MaximumFrames = 60 };
        for (int i = 0; i < frames; i++)
        {
            string id = $"a{i / 4 + 1:00}-f{i + 1:0000}";
            var particles = FakePowder.Frame(id, seed * 1000 + i, medianNm);
            var verdict = i % 9 == 5 ? FrameVerdict.Redone : i % 13 == 8 ? FrameVerdict.Quarantined : FrameVerdict.Accepted;
            Outlines[id] = new FrameOutlines(FakePowder.WidthPx, FakePowder.HeightPx, particles);
            int whole = particles.Count(p => p.Counts);
            Frames.Add(new FrameView(runId, Metadata(runId, sample, id, i, start), verdict, Reason(verdict, whole), whole, particles.Count - whole, $"{seed:x4}{i:x4}abcdef0123456789"));
            if (verdict != FrameVerdict.Accepted) continue;
            Particles.AddRange(particles.Where(p => p.Counts));
            var d = FakePowder.Summary(Particles.Select(p => p.DiameterNm));
            Convergence.Add(new ConvergencePoint(Particles.Count, d.Median, d.MedianCi95[0], d.MedianCi95[1]));
        }

        Detail = new RunDetail
        {
            Record = new RunRecord
            {
                RunId = runId, Sample = sample, Recipe = recipe, Instrument = "SEM 1", IsSimulated = true, CreatedAt = start, SoftwareVersion = "0.1.0",
                SegmentationModel = "lto-unet.onnx 3f1c9a0b", Stub = new Stub(sample.Stub, 0, 0, 5), Truth = new GroundTruth(medianNm * 1.04, 1.22),
            },
            State = finished ? RunState.Completed : RunState.Running,
            EndedAt = finished ? start.AddMinutes(41) : null,
            Frames = Frames,
            Particles = [.. Particles.Select(p => p with { Outline = [] })],
            Morphology = finished ? Morphology(sample) : null,
            Convergence = Convergence,
            Cell = finished ? Cell() : null,
            Curve = finished ? Curve() : [],
            MicrostructureSvg = finished ? "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><rect width=\"100\" height=\"100\" fill=\"#0b0e12\"/><circle cx=\"40\" cy=\"45\" r=\"20\" fill=\"#bcaf6f\"/><circle cx=\"70\" cy=\"70\" r=\"14\" fill=\"#7c7b78\"/></svg>" : null,
            Regression = finished ? new RegressionPrediction { Ce1 = 0.938, Rmse = 0.008, InsideTrainingData = true, TrainedOn = "virtual data set, 148 rows" } : null,
            HasReport = finished,
            Decisions = [new DecisionView(start.AddMinutes(5), "redo", "Frame a02-f0006 taken again", "Focus score 0.51 under 0.60. Refocused by +1.8 µm.", runId)],
        };
    }

    public List<FrameView> Frames { get; } = [];

    public List<Particle> Particles { get; } = [];

    public List<ConvergencePoint> Convergence { get; } = [];

    public Dictionary<string, FrameOutlines> Outlines { get; } = [];

    public RunDetail Detail { get; }

    public RunSummary Summary => new(
        Detail.Record.RunId, Detail.Record.Sample.Name, Detail.State, Detail.Record.CreatedAt, Detail.EndedAt, true, Particles.Count,
        Convergence[^1].Median, Detail.Cell?.Ce1, Detail.Regression?.Ce1);

    private static string Reason(FrameVerdict verdict, int whole) => verdict switch
    {
        FrameVerdict.Redone => "Focus score 0.51 under 0.60. Refocused by +1.8 µm, second try 0.88.",
        FrameVerdict.Quarantined => "Background rose 31 % within the frame: charging.",
        _ => $"Focus 0.87, {whole} whole particles, no saturation.",
    };

    private static FrameMetadata Metadata(string runId, Sample sample, string id, int index, DateTimeOffset start) => new()
    {
        FrameId = id, RunId = runId, SampleName = sample.Name, WidthPx = FakePowder.WidthPx, HeightPx = FakePowder.HeightPx, BitsPerPixel = 16,
        PixelSizeNm = FakePowder.PixelSizeNm, ScaleNote = sample.ScaleNote, Position = new StagePosition(12.4 + 0.8 * (index / 4) + 0.004 * (index % 2), -3.88 - 0.003 * (index % 4 / 2), 0.2, 0, 0),
        WorkingDistanceMm = 5.12, BeamEnergyKv = 5, ProbeCurrentPa = 98, DwellUs = 3, FocusScore = 0.87 + 0.01 * (index % 5), AcquiredAt = start.AddSeconds(40 * index), Instrument = "SEM 1", IsSimulated = true,
    };

    private Morphology Morphology(Sample sample)
    {
        var d = FakePowder.Summary(Particles.Select(p => p.DiameterNm));
        var a = FakePowder.Summary(Particles.Select(p => p.AspectRatio));
        var f = FakePowder.Summary(Particles.Select(p => p.FractalDimension));
        var dv = FakePowder.Summary(Particles.Select(p => p.DiameterNm * 1.2));
        return new Morphology
        {
            ParticleCount = Particles.Count, BorderCount = 131, FrameCount = Frames.Count, PixelSizeNm = FakePowder.PixelSizeNm, ScaleNote = sample.ScaleNote, SampleName = sample.Name,
            DiameterNm = d, AspectRatio = a, FractalDimension = f, VolumeWeighted = new MorphologySummaries { DiameterNm = dv, AspectRatio = a, FractalDimension = f },
        };
    }

    private static CellPrediction Cell() => new()
    {
        Ce1 = 0.931, Ce1Interval = [0.919, 0.941], LithiationMAhG = 169.0, DelithiationMAhG = 157.4, SideMAhG = 9.9,
        LossBreakdown = new LossBreakdown { SideReactionMAhG = 9.9, TrappedLithiumMAhG = 1.7 }, BalanceError = 3e-9, WallS = 41.2,
        RunWith = new Dictionary<string, object?> { ["material"] = "lto", ["grid"] = 32, ["particles"] = 36, ["seed"] = 1, ["rate_per_hour"] = 0.2 },
        Realisations = [0.929, 0.933],
    };

    private static List<CyclePoint> Curve()
    {
        List<CyclePoint> points = [];
        for (int i = 0; i <= 100; i++)
        {
            double x = i / 100.0;
            double v = 1.55 - 0.03 * x + Math.Max(0, 0.9 * Math.Exp(-x * 80)) - 0.45 * Math.Exp((x - 1) * 60);
            points.Add(new CyclePoint(180 * i, 0.02, v, x, 9 * x, 0.5 * x, 169.0 * x));
        }

        for (int i = 0; i <= 100; i++)
        {
            double x = i / 100.0;
            double v = 1.60 + 0.02 * x - 0.4 * Math.Exp(-x * 80) + 0.9 * Math.Exp((x - 1) * 60);
            points.Add(new CyclePoint(18000 + 170 * i, -0.02, v, 1 - x, 9 + 0.9 * x, 0.5 + 0.05 * x, 157.4 * x));
        }

        return points;
    }
}
