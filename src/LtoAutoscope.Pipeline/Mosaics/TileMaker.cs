using LtoAutoscope.Acquisition.Mosaics;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Imaging.Pyramids;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>Makes the tiles of mosaics. Near ones are drawn from the frames' files, far ones from the reduced frames in memory.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TileMaker
{
    private const long FrameBytes = 96L << 20, OutlineBytes = 48L << 20;
    private const byte FarOpacity = 150;
    private const double MaskStrength = 0.55;
    private const int FewPoints = 2;
    private const int NotUsed = 0x8e99a6;
    private static readonly byte[] Same = [.. Enumerable.Range(0, 256).Select(static value => (byte)value)];
    private readonly BoundedCache<(string Run, ulong Tag), ReducedPlane[]> _frames = new(FrameBytes, static planes => planes.Sum(static plane => plane.Pixels.Length));
    private readonly BoundedCache<(string Run, string Frame, ulong Tag), IReadOnlyList<ParticleShape>> _outlines = new(OutlineBytes, static particles => particles.Sum(static particle => 300L + 12L * particle.Outline.Count));

    /// <summary>A tile of the frames themselves, as JPEG.</summary>
    public async Task<byte[]> GreyAsync(RunMosaic mosaic, MosaicState state, int level, int column, int row, CancellationToken cancellationToken)
    {
        PyramidGeometry geometry = state.Layout.Geometry;
        var canvas = new GreyCanvas(geometry.TileAt(level, column, row));
        LayerRange range = state.Ranges[MosaicLayer.Image];
        int reduction = geometry.Reduction(level);
        MosaicFrame[] shown = [.. state.FramesOn(level, column, row).Where(static frame => frame.Picture != 0)];
        ReducedPlane[][] near = reduction < ReducedFrames.FirstGrey ? await Task.WhenAll(shown.Select(frame => NearAsync(mosaic, frame, cancellationToken))).ConfigureAwait(false) : [];
        for (int i = 0; i < shown.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string id = shown[i].Frame.Metadata.FrameId;
            if (mosaic.Reduced.GreysOf(id) is not { } greys) continue;
            ReducedPlane? plane = near.Length > 0 ? near[i][reduction] : mosaic.Reduced.Grey(id, reduction);
            if (plane is not null) canvas.Draw(plane, geometry.PlaceOf(shown[i].Rect, level), FrameGreys.Table(greys.Darkest, greys.Brightest, range.Low, range.High));
        }

        return canvas.ToJpeg();
    }

    /// <summary>A see-through tile of another layer, as PNG.</summary>
    public async Task<byte[]> OverlayAsync(RunMosaic mosaic, MosaicState state, MosaicLayer layer, int level, int column, int row, CancellationToken cancellationToken)
    {
        PyramidGeometry geometry = state.Layout.Geometry;
        PixelRect tile = geometry.TileAt(level, column, row);
        using var canvas = new OverlayCanvas(tile);
        GreyCanvas? coverage = null;
        int reduction = geometry.Reduction(level);
        foreach (MosaicFrame frame in state.FramesOn(level, column, row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            PixelRect place = geometry.PlaceOf(frame.Rect, level);
            if (layer == MosaicLayer.Focus)
            {
                if (state.Ranges.TryGetValue(layer, out LayerRange? scores) && frame.Frame.Metadata.FocusScore is { } score) canvas.Fill(place, Colour(scores.Share(score)), FarOpacity);
            }
            else if (layer is MosaicLayer.Masks or MosaicLayer.Size && frame.Analysis != 0)
            {
                LayerRange? sizes = layer == MosaicLayer.Size ? state.Ranges.GetValueOrDefault(layer) : null;
                string id = frame.Frame.Metadata.FrameId;
                if (reduction < ReducedFrames.FirstCoverage)
                    canvas.Draw(await ShapesAsync(mosaic, state, frame, reduction).ConfigureAwait(false), place, reduction, sizes is null ? null : diameter => Colour(sizes.Share(diameter)));
                else if (sizes is not null && float.IsFinite(frame.SizeNm))
                    canvas.Fill(place, Colour(sizes.Share(frame.SizeNm)), FarOpacity);
                else if (sizes is null && mosaic.Reduced.Coverage(id, reduction) is { } covered)
                    (coverage ??= new GreyCanvas(tile)).Draw(covered, place, Same);
            }
        }

        if (coverage is not null) canvas.Tint(coverage, MaskStrength);
        if (layer == MosaicLayer.Seam && state.Solution is { } solution) Seams(canvas, state, solution, geometry, level);
        return canvas.ToPng();
    }

    /// <summary>The particles of a frame, as finely as the reduction shows them.</summary>
    private async Task<IReadOnlyList<ParticleShape>> ShapesAsync(RunMosaic mosaic, MosaicState state, MosaicFrame frame, int reduction)
    {
        string id = frame.Frame.Metadata.FrameId;
        return reduction >= FewPoints
            ? mosaic.Reduced.ShapesOf(id)
            : await _outlines.GetAsync(
                (state.Run.RunId, id, ReducedFrames.AnalysisTagOf(frame.Frame)),
                async () => (IReadOnlyList<ParticleShape>)[.. (await mosaic.ParticlesAsync(id, CancellationToken.None).ConfigureAwait(false)).Select(ParticleShape.Of)]).ConfigureAwait(false);
    }

    private static void Seams(OverlayCanvas canvas, MosaicState state, MosaicSolution solution, PyramidGeometry geometry, int level)
    {
        Dictionary<string, PixelRect> rects = state.Frames.ToDictionary(static frame => frame.Frame.Metadata.FrameId, static frame => frame.Rect, StringComparer.Ordinal);
        foreach (MosaicPair pair in solution.Pairs)
        {
            if (!rects.TryGetValue(pair.First, out PixelRect first) || !rects.TryGetValue(pair.Second, out PixelRect second)) continue;
            PixelRect overlap = first.Intersect(second);
            if (overlap.IsEmpty) continue;
            PixelRect place = geometry.PlaceOf(overlap, level);
            if (pair.Used) canvas.Fill(place, Colour(state.Ranges[MosaicLayer.Seam].Share(pair.ResidualPx)), 200);
            else canvas.Hatch(place, NotUsed);
        }
    }

    /// <summary>A frame whole and at half its width, from its file.</summary>
    private Task<ReducedPlane[]> NearAsync(RunMosaic mosaic, MosaicFrame frame, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Made for whoever asks next as well, so one who goes away does not end it.
        return _frames.GetAsync((mosaic.Folder.RunId, ReducedFrames.TagOf(frame.Frame)), () => Task.Run(async () =>
        {
            FrameGreys greys = await mosaic.GreysAsync(frame.Frame, CancellationToken.None).ConfigureAwait(false);
            return (ReducedPlane[])[greys.Whole, greys.Whole.Halved()];
        }));
    }

    private static int Colour(double share)
    {
        (int r, int g, int b) = Cividis.At(share);
        return r << 16 | g << 8 | b;
    }
}
