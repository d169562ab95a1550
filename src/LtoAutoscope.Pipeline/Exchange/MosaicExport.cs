using System.Globalization;
using LtoAutoscope.Acquisition.Mosaics;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Exchange;

/// <summary>
/// The mosaics of a run as OME-TIFF, one an area: at full depth, in tiles with a pyramid, with pixel size and stage position. Frames that count lie where the solution of a stitched mosaic puts them, else where the stage stood;
/// on whole pixels, so nothing is resampled. Where frames of a stitched mosaic overlap each counts by its distance from its own border; otherwise the later one lies on top. Black is where no frame lies.
/// </summary>
public sealed class MosaicExport
{
    private const long MostBytesAcross = 1L << 30;
    private readonly RunFolder _folder;
    private readonly MosaicLayout _layout;
    private readonly MosaicSolution? _solution;

    private MosaicExport(RunFolder folder, MosaicLayout layout, MosaicSolution? solution) => (_folder, _layout, _solution) = (folder, layout, solution);

    /// <summary>The areas that have a frame that counts.</summary>
    public IReadOnlyList<int> Areas => [.. _layout.Areas.Select((area, place) => (area.Index, place)).Where(area => On(area.place).Length > 0).Select(area => area.Index)];

    /// <summary>Reads how a run's frames lie.</summary>
    /// <exception cref="InputException">The journal is damaged.</exception>
    public static async Task<MosaicExport> OpenAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var chronicle = new RunChronicle(folder);
        await chronicle.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        string positions = folder.PathOf(MosaicWriter.PositionsFile);
        MosaicSolution? solution = chronicle.IsStitched && File.Exists(positions) ? await JsonFile.ReadAsync<MosaicSolution>(positions, cancellationToken).ConfigureAwait(false) : null;
        ExposureSettings exposure = folder.Record.Recipe.Exposure;
        MosaicLayout layout = MosaicLayout.Of(chronicle.Areas, chronicle.Story.Frames, RunMosaic.Middles(solution), (exposure.WidthPx, exposure.HeightPx, exposure.FieldWidthUm * 1000 / exposure.WidthPx));
        return new MosaicExport(folder, layout, solution);
    }

    /// <summary>Name of an area's file.</summary>
    public static string NameOf(string runId, int area) => string.Create(CultureInfo.InvariantCulture, $"{runId}-area{area:00}.ome.tif");

    /// <summary>Writes all areas.</summary>
    /// <param name="target">The folder; made where it is missing.</param>
    /// <param name="progress">Share of the rows that are written, 0…1; or null.</param>
    /// <param name="cancellationToken">Ends it between two bands; the file that was begun is then not there.</param>
    /// <exception cref="InputException">No frame counts, or a frame is not what it was.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public async Task<IReadOnlyList<ExportedMosaic>> WriteAllAsync(string target, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<int> areas = Areas;
        if (areas.Count == 0) throw new InputException("the run has no frame that counts", $"run {_folder.RunId}", "Wait until its first frame is accepted");
        List<ExportedMosaic> written = [];
        foreach (int area in areas)
        {
            int done = written.Count;
            var own = progress is null ? null : new Share(progress, done, areas.Count);
            written.Add(await WriteAsync(area, Path.Combine(target, NameOf(_folder.RunId, area)), own, cancellationToken).ConfigureAwait(false));
        }

        return written;
    }

    /// <summary>Writes one area.</summary>
    /// <param name="area">Its number, one of <see cref="Areas"/>.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">Share of the rows that are written, 0…1; or null.</param>
    /// <param name="cancellationToken">Ends it between two bands; nothing is then left.</param>
    /// <exception cref="InputException">There is no such area, its frames differ in depth, or a frame is not what it was.</exception>
    public async Task<ExportedMosaic> WriteAsync(int area, string path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int place = _layout.Areas.Select((candidate, i) => (candidate, i)).Where(pair => pair.candidate.Index == area).Select(pair => pair.i).DefaultIfEmpty(-1).First();
        PlacedFrame[] frames = place < 0 ? [] : On(place);
        if (frames.Length == 0) throw new InputException($"area {area} has no frame that counts", $"run {_folder.RunId}", Areas.Count > 0 ? $"Give one of {string.Join(", ", Areas)}" : "Wait until its first frame is accepted");
        int bits = frames.Max(frame => frame.Frame.Metadata.BitsPerPixel);
        if (frames.Any(frame => frame.Frame.Metadata.BitsPerPixel != bits)) throw new InputException("its frames have 8 and 16 bits", $"run {_folder.RunId}, area {area}", "Export frames of one recipe");
        // The picture is cut to what is there: planned places that were never taken make no black margin.
        PixelRect box = Around(frames);
        PlacedArea lies = _layout.Areas[place];
        bool isStitched = _solution is not null && frames.Any(frame => _solution.Tiles.Any(tile => tile.FrameId == frame.Frame.Metadata.FrameId && tile.IsTied));
        var shape = new PyramidTiffShape(box.Width, box.Height, bits, _layout.PixelSizeNm);
        long across = MostAcross(frames, box);
        if (across > MostBytesAcross)
            throw new InputException(FormattableString.Invariant($"frames side by side would take {across / 1e9:0.0} GB of memory (limit {MostBytesAcross / 1e9:0.0} GB)"), $"run {_folder.RunId}, area {area}", "Export the frames themselves");
        var drawing = new MosaicBands(_folder, frames, box, isStitched);
        await PyramidTiff.WriteAsync(
            path, shape, OmeMosaicDescription.Write(Describe(area, lies, frames, box, shape, isStitched)), drawing.BandAsync, progress is null ? null : new Rows(progress), cancellationToken).ConfigureAwait(false);
        return new ExportedMosaic(area, path, box.Width, box.Height, frames.Length, isStitched);
    }

    private PlacedFrame[] On(int place) => [.. _layout.Frames.Where(frame => frame.Area == place && frame.Frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone && frame.Frame.Sha256.Length > 0)];

    private static PixelRect Around(PlacedFrame[] frames)
    {
        int left = frames.Min(frame => frame.Rect.X), top = frames.Min(frame => frame.Rect.Y);
        return new PixelRect(left, top, frames.Max(frame => frame.Rect.Right) - left, frames.Max(frame => frame.Rect.Bottom) - top);
    }

    private static long MostAcross(PlacedFrame[] frames, PixelRect box)
    {
        long most = 0;
        for (int first = box.Y; first < box.Bottom; first += PyramidTiff.TilePx)
            most = Math.Max(most, frames.Where(frame => frame.Rect.Y < first + PyramidTiff.TilePx && frame.Rect.Bottom > first).Sum(frame => 2L * frame.Rect.Width * frame.Rect.Height));
        return most + 12L * box.Width * PyramidTiff.TilePx;
    }

    private OmeMosaic Describe(int area, PlacedArea lies, PlacedFrame[] frames, PixelRect box, PyramidTiffShape shape, bool isStitched)
    {
        RunRecord run = _folder.Record;
        FrameMetadata first = frames[0].Frame.Metadata;
        (double, double)? centre = lies.IsByStage && _layout.PixelSizeNm is { } nm
            ? (lies.LeftMm + (box.X - lies.Rect.X + box.Width / 2.0) * nm * 1e-6, lies.TopMm - (box.Y - lies.Rect.Y + box.Height / 2.0) * nm * 1e-6) : null;
        return new OmeMosaic
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{run.Sample.Name}, area {area}"), Shape = shape, Centre = centre, AcquiredAt = frames.Min(frame => frame.Frame.Metadata.AcquiredAt), Frame = first,
            Description = $"{frames.Length} frames of run {run.RunId}, {(isStitched ? "stitched" : lies.IsByStage ? "placed where the stage stood" : "side by side in the order in which they were taken, not by place")}; black: no frame.{(run.IsSimulated ? " Simulated." : "")}",
            Values =
            [
                ("run", run.RunId), ("sample", run.Sample.Name), ("material", run.Sample.Material), ("stub", run.Stub.Name), ("area", area.ToString(CultureInfo.InvariantCulture)), ("recipe", run.Recipe.Name), ("instrument configuration", run.Instrument),
                ("software", $"LtoAutoscope {run.SoftwareVersion}"), ("placed by", isStitched ? "stitching" : lies.IsByStage ? "stage" : "order"),
            ],
            Frames = [.. frames.Select(frame => new OmeMosaicFrame(
                frame.Frame.Metadata.FrameId, frame.Rect.X - box.X, frame.Rect.Y - box.Y, frame.Rect.Width, frame.Rect.Height, frame.Frame.Sha256, frame.Frame.Metadata.Position))],
        };
    }

    private sealed class Share(IProgress<double> progress, int done, int total) : IProgress<double>
    {
        public void Report(double value) => progress.Report((done + value) / total);
    }

    private sealed class Rows(IProgress<double> progress) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => progress.Report((double)value.Done / value.Total);
    }
}
