using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Formats.Vendors;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Exchange;

/// <summary>The sample report of images that no instrument of ours took: the same document as a run's, from the results that <c>analyse</c> left in a folder.</summary>
public static class FolderReport
{
    private const int ThumbnailPx = 320, PicturePx = 1024;
    private static readonly Stub NoStub = new("–", 0, 0, 0);

    /// <summary>Writes <c>report.html</c> and <c>report.json</c> beside the results.</summary>
    /// <param name="folder">Where <c>analyse</c> wrote.</param>
    /// <param name="result">What it found.</param>
    /// <param name="about">What is known of the sample and of the settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels before a file is written.</param>
    /// <returns>The paths of both.</returns>
    /// <exception cref="InputException">A result cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, FolderAnalysisResult result, FolderReportAbout about, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(about);
        ArgumentNullException.ThrowIfNull(time);
        RunReportModel model = await ReadAsync(folder, result, about, time, cancellationToken).ConfigureAwait(false);
        string page = Path.Combine(folder, "report.html"), document = Path.Combine(folder, "report.json");
        await AtomicFile.WriteTextAsync(page, RunReport.Render(model), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(document, ReportJson.Render(model), cancellationToken).ConfigureAwait(false);
        return [page, document];
    }

    private static async Task<RunReportModel> ReadAsync(string folder, FolderAnalysisResult result, FolderReportAbout about, TimeProvider time, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<Particle> particles = ParticleTableReader.Read(Path.Combine(folder, "particles.csv"));
        ILookup<string, Particle> byImage = particles.ToLookup(particle => particle.Frame);
        var convergence = new MedianConvergence(1);
        foreach (ImageReport image in result.Reports.Where(image => !image.LeftOut)) convergence.Add([.. byImage[image.Image]]);
        string cell = Path.Combine(folder, FolderCellModel.FemFolder, "result.json"), prediction = Path.Combine(folder, FolderCellModel.PredictionName), drawing = Path.Combine(folder, FolderCellModel.FemFolder, "microstructure.svg");
        bool hasCell = about.CellModel is not null && File.Exists(cell);
        string[] instruments = [.. result.Reports.Select(image => $"{image.Metadata.Vendor?.Value} {image.Metadata.Instrument?.Value}".Trim()).Where(name => name.Length > 0).Distinct()];
        RegressionPrediction? regression = hasCell && File.Exists(prediction) ? await JsonFile.ReadAsync<RegressionPrediction>(prediction, cancellationToken).ConfigureAwait(false) : null;
        return new RunReportModel
        {
            Origin = ReportOrigin.Images, State = RunState.Completed, GeneratedAt = now, CompletedAt = now,
            Run = new RunRecord
            {
                RunId = FormattableString.Invariant($"images-{now.UtcDateTime:yyyyMMdd-HHmmss}"),
                Sample = new Sample { Name = about.SampleName, Description = about.Description, Stub = NoStub.Name, Material = about.Material?.Name ?? "", ScaleNote = result.Morphology.ScaleNote },
                Recipe = new Recipe { Name = "analyse", CellModel = about.CellModel ?? new CellModelSettings() }, Instrument = instruments.Length > 0 ? string.Join("; ", instruments) : "not told by the files", CreatedAt = now,
                SoftwareVersion = about.SoftwareVersion, SegmentationModel = result.Morphology.SegmentationModel ?? "", Stub = NoStub,
            },
            Morphology = result.Morphology, Particles = ReportParticles.Of(particles, result.Morphology.DiameterNm.Median), Convergence = convergence.Points, Frames = await FramesAsync(folder, result, byImage, cancellationToken).ConfigureAwait(false),
            Prediction = hasCell ? await JsonFile.ReadAsync<CellPrediction>(cell, cancellationToken).ConfigureAwait(false) : null,
            Material = hasCell ? about.Material : null, MaterialRows = hasCell && about.Material is { } material ? MaterialTable.Rows(material) : [],
            Curve = hasCell ? await RunReader.ReadCurveAsync(Path.Combine(folder, FolderCellModel.FemFolder, "voltage.csv"), cancellationToken).ConfigureAwait(false) : [],
            MicrostructureSvg = hasCell && File.Exists(drawing) ? await File.ReadAllTextAsync(drawing, cancellationToken).ConfigureAwait(false) : null,
            MicrostructureCaption = "One realisation of the packing; colour is lithiation half way through the first half cycle.",
            Regression = regression, RegressionModel = regression is null ? null : regression.Model is { Length: > 0 } name ? name : "ε-support-vector regression; see “trained on”",
            Incidents = [.. result.Images.Where(image => image.Error is not null).Select(image => new ReportNote(now, "fault", $"{Path.GetFileName(image.Path)} could not be analysed", image.Error!)), .. result.Reports.Where(image => image.Notes.Count > 0).Select(image => new ReportNote(now, "info", image.Image, string.Join("; ", image.Notes)))],
            Hashes = await HashesAsync(folder, cancellationToken).ConfigureAwait(false), Software = [(".NET", Environment.Version.ToString())],
        };
    }

    private static async Task<IReadOnlyList<ReportFrame>> FramesAsync(string folder, FolderAnalysisResult result, ILookup<string, Particle> byImage, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImageReport> images = result.Reports;
        // Images have no areas: each file stands for its own place.
        IReadOnlySet<string> large = RepresentativeFrames.Choose(images.Where(image => !image.LeftOut).Select((image, i) => (image.Image, i, Median([.. byImage[image.Image].Where(particle => particle.Counts).Select(particle => particle.DiameterNm)]))), result.Morphology.DiameterNm.Median);
        IReadOnlySet<string> sheet = RepresentativeFrames.Sheet([.. images.Select(image => (image.Image, !image.LeftOut))]);
        var frames = new List<ReportFrame>();
        foreach (ImageReport image in images)
        {
            string overlay = Path.Combine(folder, image.Overlay);
            byte[]? picture = (large.Contains(image.Image) || sheet.Contains(image.Image)) && image.Overlay.Length > 0 && File.Exists(overlay) ? await File.ReadAllBytesAsync(overlay, cancellationToken).ConfigureAwait(false) : null;
            frames.Add(new ReportFrame
            {
                FrameId = image.Image, Accepted = !image.LeftOut, Reason = ReasonOf(image), ParticleCount = byImage[image.Image].Count(particle => particle.Counts), Sha256 = image.Sha256, Metadata = MetadataOf(image), PixelSizeNm = image.PixelSizeNm.Value,
                WidthPx = image.WidthPx, HeightPx = image.HeightPx, IsDrawn = true,
                Picture = large.Contains(image.Image) && picture is not null ? PreviewEncoder.Shrink(picture, PicturePx) : null, Thumbnail = sheet.Contains(image.Image) && picture is not null ? PreviewEncoder.Shrink(picture, ThumbnailPx) : null,
            });
        }

        return frames;
    }

    private static string? ReasonOf(ImageReport image) => image.Review.IsFlagged ? string.Join(". ", image.Review.Flags) + "." : $"Pixel size {FormattableString.Invariant($"{image.PixelSizeNm.Value:G5}")} nm: {image.PixelSizeNm.Source}.";

    private static FrameMetadata MetadataOf(ImageReport image)
    {
        ImageFacts facts = image.Metadata;
        return new FrameMetadata
        {
            FrameId = image.Image, WidthPx = image.WidthPx, HeightPx = image.HeightPx, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = image.PixelSizeNm.Value, Vendor = facts.Vendor?.Value ?? "", Instrument = facts.Instrument?.Value ?? "",
            SerialNumber = facts.SerialNumber?.Value ?? "", Detector = facts.Detector?.Value ?? "", Magnification = facts.Magnification?.Value, BeamEnergyKv = facts.BeamEnergyKv?.Value, WorkingDistanceMm = facts.WorkingDistanceMm?.Value,
            ProbeCurrentPa = facts.ProbeCurrentPa?.Value, DwellUs = facts.DwellUs?.Value,
        };
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0) return double.NaN;
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static async Task<IReadOnlyList<ReportFile>> HashesAsync(string folder, CancellationToken cancellationToken)
    {
        var hashes = new List<ReportFile>();
        foreach (string name in (string[])["particles.csv", "morphology.json", "images.json", "fem/result.json", "fem/voltage.csv", FolderCellModel.PredictionName])
        {
            string path = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
            if (File.Exists(path)) hashes.Add(new ReportFile(name, await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false)));
        }

        return hashes;
    }
}
