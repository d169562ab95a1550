using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Gathers what a run folder holds and writes its report.</summary>
public static class ReportWriter
{
    private static readonly HashSet<string> IncidentLevels = new(StringComparer.Ordinal) { "fault", "redo", "person" };

    /// <summary>Writes <c>report.html</c> from the files of a run; calling it again replaces the page.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels before the page is written.</param>
    public static async Task WriteAsync(RunFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(time);
        RunDetail run = await RunReader.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
        Material? material = KeptMaterial.Find(folder);
        var model = new RunReportModel
        {
            // The report is the last step: when it is read, the run is complete.
            Run = run.Record, State = RunState.Completed, GeneratedAt = time.GetUtcNow(), CompletedAt = run.EndedAt ?? time.GetUtcNow(),
            Morphology = run.Morphology, Particles = ReportParticle.Of(run.Particles), Convergence = run.Convergence,
            Frames = await FramesAsync(folder, run, cancellationToken).ConfigureAwait(false),
            Prediction = run.Cell, Material = material, MaterialRows = material is null ? [] : MaterialTable.Rows(material), Curve = run.Curve, MicrostructureSvg = run.MicrostructureSvg,
            MicrostructureCaption = "One realisation of the packing; colour is lithiation half way through the first half cycle.",
            Regression = run.Regression, RegressionModel = "ε-SVR trained on virtual cells",
            Decisions = [.. run.Decisions.Where(decision => !IncidentLevels.Contains(decision.Level)).Select(Note)],
            Incidents = [.. run.Decisions.Where(decision => IncidentLevels.Contains(decision.Level)).Select(Note)],
            Hashes = await HashesAsync(folder, cancellationToken).ConfigureAwait(false),
            Software = [("LtoAutoscope", run.Record.SoftwareVersion), (".NET", Environment.Version.ToString())],
        };
        await AtomicFile.WriteTextAsync(folder.ReportPath, RunReport.Render(model), cancellationToken).ConfigureAwait(false);
    }

    private static ReportNote Note(DecisionView decision) => new(decision.At, decision.Level, decision.Title, decision.Reason);

    private static async Task<IReadOnlyList<ReportFrame>> FramesAsync(RunFolder folder, RunDetail run, CancellationToken cancellationToken)
    {
        var analyses = new RunAnalyses(folder);
        var frames = new List<ReportFrame>();
        foreach (FrameView frame in run.Frames)
        {
            string frameId = frame.Metadata.FrameId;
            IReadOnlyList<Particle> particles = await analyses.LoadAsync(frameId, cancellationToken).ConfigureAwait(false) ?? [];
            frames.Add(new ReportFrame
            {
                FrameId = frameId, Accepted = frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone, Reason = frame.Reason, ParticleCount = frame.WholeCount,
                Position = frame.Metadata.Position, Sha256 = frame.Sha256, WidthPx = frame.Metadata.WidthPx, HeightPx = frame.Metadata.HeightPx, PixelSizeNm = frame.Metadata.PixelSizeNm,
                Thumbnail = File.Exists(folder.PreviewPath(frameId)) ? await File.ReadAllBytesAsync(folder.PreviewPath(frameId), cancellationToken).ConfigureAwait(false) : null,
                Outlines = [.. particles.Select(particle => particle.Outline)],
            });
        }

        return frames;
    }

    private static async Task<IReadOnlyList<(string File, string Sha256)>> HashesAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        var hashes = new List<(string, string)>();
        foreach (string path in (string[])[folder.RecordPath, folder.MorphologyPath, folder.ParticlesCsvPath, folder.CellResultPath, folder.VoltagePath, folder.MaterialPath, folder.BpxPath, folder.PredictionPath])
        {
            if (File.Exists(path))
                hashes.Add((Path.GetRelativePath(folder.FolderPath, path).Replace('\\', '/'), await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false)));
        }

        return hashes;
    }
}
