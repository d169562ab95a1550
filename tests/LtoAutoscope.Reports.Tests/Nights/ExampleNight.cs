using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Nights;

namespace LtoAutoscope.Reports.Tests.Nights;

/// <summary>A night with something of everything.</summary>
internal static class ExampleNight
{
    private const string Picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    internal static readonly DateTimeOffset Evening = new(2026, 3, 19, 19, 5, 0, TimeSpan.Zero);

    internal static NightSummary Build() => new()
    {
        Date = new DateOnly(2026, 3, 19), From = Evening, To = Evening.AddHours(10.4), GeneratedAt = Evening.AddHours(10.5), UtcOffsetMinutes = 60, Instrument = "SEM 1", IsSimulated = true,
        VentDeadline = Evening.AddHours(11.9), FreeSince = Evening.AddHours(10.4), ParticlesMeasured = 20648, ParticlesRejected = 6411,
        Samples =
        [
            Sample("LTO-0412-A", "700 °C, 12 h", 112.1, 2.1), Sample("LTO-0412-B", "750 °C, 12 h", 129.4, 2.5), Sample("LTO-0412-C", "800 °C, 12 h", 148.6, 2.9),
            Sample("LTO-0412-D", "850 °C, 12 h", 187.3, 3.7), Sample("LTO-0412-E", "800 °C, 6 h", 139, 2.7),
            Sample("LTO-0409-R", "reference", 150.9, 7.4) with { Goal = GoalState.BelowGoal, Particles = 412, Reason = "412 of 500 particles; median diameter ±4.9 %, mean aspect ratio ±2.1 % (asked ±3 %). The frames ran out.", Ce1 = null },
            new NightSample { Name = "LTO-0412-F", Description = "900 °C, 12 h", Stub = "7", Goal = GoalState.NotRun, Reason = "Stub 7 is not confirmed: the code could not be read twice.", ParticleGoal = 500, PrecisionPercent = 3 },
        ],
        Tiles = new NightTiles
        {
            Exposed = 468, Exposures = 495, Accepted = 453, Redone = 22, Quarantined = 6, Skipped = 9,
            RedoneBecause = new Dictionary<string, int> { ["focus"] = 14, ["dim"] = 5, ["charging"] = 3 }, QuarantinedBecause = new Dictionary<string, int> { ["charging"] = 4, ["drift"] = 2 },
            SkippedBecause = new Dictionary<string, int> { ["empty"] = 9 },
        },
        Incidents =
        [
            Incident("i001", 192, "Charging", "LTO-0412-B", "The line-to-line step is 3.1 % (limit 2 %).", "Dwell cut from 3.0 to 1.0 µs with 3 frames averaged; 3 tiles taken again.", 240, "mended") with { Pictures = [Picture, Picture], Evidence = ["runs/r/evidence/i001-before.png", "runs/r/evidence/i001-after.png"] },
            Incident("i002", 347, "Waited for beam current", "LTO-0412-C", "It read 119 µA against a limit of 121 µA.", "The run was suspended until it was good again and had settled; 5 suspect tiles are taken again.", 360, "mended"),
            Incident("i003", 441, "The sample drifts", "LTO-0412-D", "Drift was 1.1 nm/s (limit 0.8 nm/s).", "Waited twice 90 s.", 300, "tile_skipped") with { ToDo = "See whether the stub sits fast." },
        ],
        ToDo = [new NightTask("Confirm stub 7", "The code could not be read twice and the overview differs from the holder list. Reseat or rename it, then run again."), new NightTask("Decide on LTO-0409-R", "412 of 500 particles. Queue it again with more tiles, or take the result with the width that it has.")],
        Spent = new NightTimes { ImagingS = 30_000, FocusS = 2640, MovingS = 1500, RecoveringS = 900, ComputingS = 1200, WaitingS = 1200 },
        Calibrations =
        [
            new NightCalibration(Evening, "r", 463.12, 463.0, 0.99974, 0.31, "start of the run"), new NightCalibration(Evening.AddHours(5), "r", 463.31, 463.0, 0.99933, 0.31, "4 h since the last"),
            new NightCalibration(Evening.AddHours(10), "r", 463.22, 463.0, 0.99952, 0.31, "end of the run"),
        ],
        Comparisons =
        [
            Pair("LTO-0412-A", "700 °C, 12 h", 118.4, 112.1), Pair("LTO-0412-B", "750 °C, 12 h", 133, 129.4), Pair("LTO-0412-C", "800 °C, 12 h", 149.9, 148.6), Pair("LTO-0412-D", "850 °C, 12 h", 181.2, 187.3),
        ],
        Provenance = new NightProvenance { Software = ["0.1.0"], SegmentationModels = ["lto-unet.onnx sha256:4f2a"], Recipes = ["standard, version 3"], Journals = [new NightJournal("queue/journal.ndjson", 41, "00ff")] },
    };

    internal static NightSample Sample(string name, string what, double median, double half) => new()
    {
        Name = name, Description = what, RunId = "20260319-190500-" + name, JobId = "job-1", Goal = GoalState.Reached, Reason = "enough", ParticleGoal = 500, PrecisionPercent = 3, Particles = 3790, ParticlesRejected = 900,
        TilesAccepted = 60, TilesExposed = 64, MedianDiameterNm = new NightFigure(median, median - half, median + half), AspectRatio = new NightFigure(1.2, 1.19, 1.21), D10Nm = median * 0.65, D90Nm = median * 1.53,
        Ce1 = new NightFigure(0.923, 0.909, 0.935), BeganAt = Evening, EndedAt = Evening.AddHours(1.5),
        Convergence = [.. Enumerable.Range(1, 24).Select(i => new ConvergencePoint(i * 160, median, median * (1 - 0.14 / Math.Sqrt(i * 1.6)), median * (1 + 0.14 / Math.Sqrt(i * 1.6))))],
    };

    private static NightIncident Incident(string id, double minutes, string title, string sample, string reason, string done, double lost, string outcome) => new()
    {
        IncidentId = id, At = Evening.AddMinutes(minutes), EndedAt = Evening.AddMinutes(minutes).AddSeconds(lost), Sample = sample, RunId = "r", Cause = "cause", Title = title, Reason = reason, Done = done, LostS = lost, Outcome = outcome,
        Severity = Severity.Warning,
    };

    private static NightComparison Pair(string sample, string label, double then, double now)
        => new(sample, label, sample.Replace("0412", "0409", StringComparison.Ordinal), "r0", Evening.AddDays(-14), new NightFigure(then, then * 0.98, then * 1.02), new NightFigure(now, now * 0.98, now * 1.02));
}
