using LtoAutoscope.Acquisition.Mosaics;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Imaging.Pyramids;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>Makes the tiles of mosaics. Near ones are drawn from the frames' files, far ones from the reduced frames in memory.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TileMaker
{
    private const long FrameBytes = 96L << 20, OutlineBytes = 48L << 20;
    private const byte FarOpacity = 150;
    private const int NotUsed = 0x8e99a6;
    private readonly BoundedCache<(string Run, ulong Tag), ReducedPlane[]> _frames = new(FrameBytes, static planes => planes.Sum(static plane => plane.Pixels.Length));
    private readonly BoundedCache<(string Run, string Frame, ulong Tag), IReadOnlyList<Particle>> _outlines = new(OutlineBytes, static particles => particles.Sum(static particle => 300L + 12L * particle.Outline.Count));

    /// <summary>A tile of the frames themselves, as JPEG.</summary>
    public async Task<byte[]> GreyAsync(RunMosaic mosaic, MosaicState state, int level, int column, int row, CancellationToken cancellationToken)
    {
        PyramidGeometry geometry = state.Layout.Geometry;
        var canvas = new GreyCanvas(geometry.TileAt(level, column, row));
        LayerRange range = state.Ranges[MosaicLayer.Image];
        int reduction = geometry.Reduction(level);
        foreach (MosaicFrame frame in state.FramesOn(level, column, row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string id = frame.Frame.Metadata.FrameId;
            if (frame.Picture == 0 || mosaic.Reduced.GreysOf(id) is not { } greys) continue;
            ReducedPlane? plane = reduction >= ReducedFrames.FirstGrey ? mosaic.Reduced.Grey(id, reduction) : (await NearAsync(mosaic, frame, cancellationToken).ConfigureAwait(false))[reduction];
            if (plane is not null) canvas.Draw(plane, geometry.PlaceOf(frame.Rect, level), FrameGreys.Table(greys.Darkest, greys.Brightest, range.Low, range.High));
        }

        return canvas.ToJpeg();
    }

    /// <summary>A see-through tile of another layer, as PNG.</summary>
    public async Task<byte[]> OverlayAsync(RunMosaic mosaic, MosaicState state, MosaicLayer layer, int level, int column, int row, CancellationToken cancellationToken)
    {
        PyramidGeometry geometry = state.Layout.Geometry;
        using var canvas = new OverlayCanvas(geometry.TileAt(level, column, row));
        foreach (MosaicFrame frame in state.FramesOn(level, column, row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            PixelRect place = geometry.PlaceOf(frame.Rect, level);
            if (layer == MosaicLayer.Focus && state.Ranges.TryGetValue(layer, out LayerRange? scores) && frame.Frame.Metadata.FocusScore is { } score)
                canvas.Fill(place, Colour(scores.Share(score)), FarOpacity);
            else if (layer is MosaicLayer.Masks or MosaicLayer.Size && frame.Analysis != 0)
                await ParticlesAsync(canvas, mosaic, state, layer, frame, place, geometry.Reduction(level)).ConfigureAwait(false);
        }

        if (layer == MosaicLayer.Seam && state.Solution is { } solution) Seams(canvas, state, solution, geometry, level);
        return canvas.ToPng();
    }

    private async Task ParticlesAsync(OverlayCanvas canvas, RunMosaic mosaic, MosaicState state, MosaicLayer layer, MosaicFrame frame, PixelRect place, int reduction)
    {
        LayerRange? sizes = layer == MosaicLayer.Size ? state.Ranges.GetValueOrDefault(layer) : null;
        string id = frame.Frame.Metadata.FrameId;
        if (reduction < ReducedFrames.FirstCoverage)
        {
            IReadOnlyList<Particle> particles = await _outlines.GetAsync((state.Run.RunId, id, ReducedFrames.AnalysisTagOf(frame.Frame)), () => mosaic.ParticlesAsync(id, CancellationToken.None)).ConfigureAwait(false);
            canvas.Draw(particles, place, reduction, sizes is null ? null : particle => Colour(sizes.Share(particle.DiameterNm)));
        }
        else if (sizes is not null)
        {
            if (float.IsFinite(frame.SizeNm)) canvas.Fill(place, Colour(sizes.Share(frame.SizeNm)), FarOpacity);
        }
        else if (mosaic.Reduced.Coverage(id, reduction) is { } coverage)
        {
            canvas.Tint(coverage, place, null, 0.55);
        }
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
        return _frames.GetAsync((mosaic.Folder.RunId, ReducedFrames.TagOf(frame.Frame)), async () =>
        {
            FrameGreys greys = await mosaic.GreysAsync(frame.Frame, CancellationToken.None).ConfigureAwait(false);
            return [greys.Whole, greys.Whole.Halved()];
        });
    }

    private static int Colour(double share)
    {
        (int r, int g, int b) = Cividis.At(share);
        return r << 16 | g << 8 | b;
    }
}
