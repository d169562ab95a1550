using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Recipes;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>
/// Gathers what a run folder holds, and what is registered of its sample beside it, into a report. The run writes one at its end, which is never written over; later ones are views that
/// are made when somebody asks, with the cells and the characterisation that are known by then (docs/decisions/0009-a-report-is-a-view.md).
/// </summary>
public static class ReportWriter
{
    private const int ThumbnailPx = 320;
    private static readonly HashSet<string> IncidentLevels = new(StringComparer.Ordinal) { "fault", "redo", "person" };

    /// <summary>Writes <c>report.html</c> and <c>report.json</c> of a run that has just ended.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels before a file is written.</param>
    public static async Task WriteAsync(RunFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        RunReportModel model = await ReadAsync(folder, time, cancellationToken).ConfigureAwait(false);
        // The report is the last step: when it is read, the run is complete.
        model = model with { State = RunState.Completed, CompletedAt = model.CompletedAt ?? time.GetUtcNow(), OwnReport = null };
        await AtomicFile.WriteTextAsync(folder.ReportPath, RunReport.Render(model), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(folder.ReportJsonPath, ReportJson.Render(model), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A report of a run as it is known now; nothing is written.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">A file of the run cannot be read.</exception>
    public static async Task<RunReportModel> ReadAsync(RunFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(time);
        var calibrations = new List<ReportCalibration>();
        RunDetail run = await RunReader.TellAsync(folder, line => calibrations.AddRange(Calibration(line)), cancellationToken).ConfigureAwait(false);
        ReportParticles particles = await RunReader.CountedAsync(folder, run, cancellationToken).ConfigureAwait(false);
        (Sample? now, IReadOnlyList<CellTest> cells, ReportNote? unread) = await RegisteredAsync(folder, time, cancellationToken).ConfigureAwait(false);
        Material? material = KeptMaterial.Find(folder);
        return new RunReportModel
        {
            Run = run.Record, State = run.State, GeneratedAt = time.GetUtcNow(), CompletedAt = run.EndedAt, SampleNow = now, Cells = cells,
            OwnReport = File.Exists(folder.ReportPath) ? new ReportFile("report.html", await FileHash.Sha256Async(folder.ReportPath, cancellationToken).ConfigureAwait(false)) : null,
            Morphology = run.Morphology, Particles = particles, Convergence = run.Convergence,
            Frames = await FramesAsync(folder, run, particles.MediansByFrame(), cancellationToken).ConfigureAwait(false), Calibrations = calibrations,
            Prediction = run.Cell, Material = material, MaterialRows = material is null ? [] : MaterialTable.Rows(material), Curve = run.Curve, MicrostructureSvg = run.MicrostructureSvg,
            MicrostructureCaption = "One realisation of the packing; colour is lithiation half way through the first half cycle.",
            Regression = run.Regression, RegressionModel = run.Regression is null ? null : run.Regression.Model is { Length: > 0 } name ? name : "ε-support-vector regression; see “trained on”",
            Decisions = [.. run.Decisions.Where(decision => !IncidentLevels.Contains(decision.Level)).Select(Note)],
            Incidents = [.. run.Decisions.Where(decision => IncidentLevels.Contains(decision.Level)).Select(Note), .. unread is null ? Array.Empty<ReportNote>() : [unread]],
            Hashes = await HashesAsync(folder, cancellationToken).ConfigureAwait(false),
            Software = [("LtoAutoscope", run.Record.SoftwareVersion), (".NET", Environment.Version.ToString())],
        };
    }

    private static ReportNote Note(DecisionView decision) => new(decision.At, decision.Level, decision.Title, decision.Reason);

    /// <summary>What the data folder around the run knows of its sample; a file that cannot be read is told in the report and does not keep it from being written.</summary>
    private static async Task<(Sample? Sample, IReadOnlyList<CellTest> Cells, ReportNote? Unread)> RegisteredAsync(RunFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        string? runs = Path.GetDirectoryName(folder.FolderPath), root = Path.GetDirectoryName(runs);
        if (root is null || Path.GetFileName(runs) != "runs") return (null, [], null);
        try
        {
            DataFolder data = DataFolder.OpenReadOnly(root);
            string name = folder.Record.Sample.Name;
            Sample? sample = Directory.Exists(data.Samples) ? await new SampleStore(data).FindAsync(name, cancellationToken).ConfigureAwait(false) : null;
            IReadOnlyList<CellTest> cells = Directory.Exists(data.Cells) ? await new CellTestStore(data).ListAsync(name, cancellationToken).ConfigureAwait(false) : [];
            return (sample, cells, null);
        }
        catch (InputException error)
        {
            return (null, [], new ReportNote(time.GetUtcNow(), "fault", "What is registered of the sample could not be read", error.Message));
        }
    }

    private static async Task<IReadOnlyList<ReportFrame>> FramesAsync(RunFolder folder, RunDetail run, IReadOnlyDictionary<string, double> medians, CancellationToken cancellationToken)
    {
        static bool Counts(FrameView frame) => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone;
        IReadOnlySet<string> large = RepresentativeFrames.Choose(
            run.Frames.Where(Counts).Select(frame => (frame.Metadata.FrameId, MosaicLayout.AreaOf(frame.Metadata.FrameId), medians.GetValueOrDefault(frame.Metadata.FrameId, double.NaN))), run.Morphology?.DiameterNm.Median ?? double.NaN);
        IReadOnlySet<string> sheet = RepresentativeFrames.Sheet([.. run.Frames.Select(frame => (frame.Metadata.FrameId, Counts(frame)))]);
        var analyses = new RunAnalyses(folder);
        var frames = new List<ReportFrame>();
        foreach (FrameView frame in run.Frames)
        {
            string frameId = frame.Metadata.FrameId;
            bool isLarge = large.Contains(frameId), isOnSheet = sheet.Contains(frameId);
            byte[]? preview = (isLarge || isOnSheet) && File.Exists(folder.PreviewPath(frameId)) ? await File.ReadAllBytesAsync(folder.PreviewPath(frameId), cancellationToken).ConfigureAwait(false) : null;
            IReadOnlyList<Particle> particles = preview is null ? [] : await analyses.LoadAsync(frameId, cancellationToken).ConfigureAwait(false) ?? [];
            frames.Add(new ReportFrame
            {
                FrameId = frameId, Accepted = Counts(frame), Reason = frame.Reason, ParticleCount = frame.WholeCount, Metadata = frame.Metadata,
                Position = frame.Metadata.Position, Sha256 = frame.Sha256, WidthPx = frame.Metadata.WidthPx, HeightPx = frame.Metadata.HeightPx, PixelSizeNm = frame.Metadata.PixelSizeNm,
                Picture = isLarge ? preview : null, Thumbnail = isOnSheet && preview is not null ? PreviewEncoder.Shrink(preview, ThumbnailPx) : null,
                Outlines = [.. particles.Select(particle => particle.Outline)],
            });
        }

        return frames;
    }

    /// <summary>A check of the pixel size, where a line of the journal tells one.</summary>
    private static IEnumerable<ReportCalibration> Calibration(RunEvent line)
    {
        if (line.Kind != RunEventKind.Calibrated) yield break;
        yield return new ReportCalibration(
            line.Time, Number(line.Data, "measured_pitch_nm"), Number(line.Data, "certified_pitch_nm"), Number(line.Data, "scale"), Number(line.Data, "uncertainty_percent"),
            line.Data["certificate"]?.GetValue<string>() ?? "", line.Data["reason"]?.GetValue<string>() ?? "");

        static double Number(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out double number) ? number : double.NaN;
    }

    private static async Task<IReadOnlyList<ReportFile>> HashesAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        var hashes = new List<ReportFile> { new($"recipe {folder.Record.Recipe.Name}, version {folder.Record.Recipe.Version}", RecipeStore.HashOf(folder.Record.Recipe)) };
        foreach (string path in (string[])[folder.RecordPath, folder.MorphologyPath, folder.ParticlesCsvPath, folder.ParticlesParquetPath, folder.CellResultPath, folder.VoltagePath, folder.MaterialPath, folder.BpxPath, folder.PredictionPath])
        {
            if (File.Exists(path))
                hashes.Add(new ReportFile(Path.GetRelativePath(folder.FolderPath, path).Replace('\\', '/'), await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false)));
        }

        return hashes;
    }
}
