using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Exchange;

/// <summary>Draws a mosaic band by band from top to bottom; frames are read when the first band crosses them and forgotten behind the last.</summary>
/// <param name="folder">The run.</param>
/// <param name="frames">The frames, in the order in which they were taken.</param>
/// <param name="box">The picture, in pixels of the layout.</param>
/// <param name="blends">Whether overlapping frames are blended; otherwise a later one lies on top.</param>
internal sealed class MosaicBands(RunFolder folder, PlacedFrame[] frames, PixelRect box, bool blends)
{
    private readonly Dictionary<string, GreyImage> _held = new(StringComparer.Ordinal);
    private readonly RunFrameStore _store = folder.Frames(new TiffFrameCodec());

    /// <summary>The pixels of some rows.</summary>
    public async Task<ushort[]> BandAsync(int first, int count, CancellationToken cancellationToken)
    {
        var band = new ushort[box.Width * count];
        float[] sum = blends ? new float[band.Length] : [], weights = blends ? new float[band.Length] : [];
        foreach (PlacedFrame frame in frames)
        {
            int top = frame.Rect.Y - box.Y;
            if (top + frame.Rect.Height <= first) _held.Remove(frame.Frame.Metadata.FrameId);
            if (top >= first + count || top + frame.Rect.Height <= first) continue;
            GreyImage image = await ImageAsync(frame, cancellationToken).ConfigureAwait(false);
            int left = frame.Rect.X - box.X;
            for (int row = Math.Max(first, top); row < Math.Min(first + count, top + image.Height); row++)
            {
                ReadOnlySpan<ushort> source = image.Pixels.AsSpan((row - top) * image.Width, image.Width);
                int at = (row - first) * box.Width + left;
                if (blends) Add(source, Math.Min(row - top, image.Height - 1 - (row - top)) + 1, sum.AsSpan(at), weights.AsSpan(at));
                else source.CopyTo(band.AsSpan(at));
            }
        }

        for (int i = 0; i < weights.Length; i++)
            if (weights[i] > 0) band[i] = (ushort)(sum[i] / weights[i] + 0.5f);
        return band;
    }

    private static void Add(ReadOnlySpan<ushort> source, int fromBorder, Span<float> sum, Span<float> weights)
    {
        for (int x = 0; x < source.Length; x++)
        {
            float weight = Math.Min(fromBorder, Math.Min(x, source.Length - 1 - x) + 1);
            sum[x] += weight * source[x];
            weights[x] += weight;
        }
    }

    private async Task<GreyImage> ImageAsync(PlacedFrame frame, CancellationToken cancellationToken)
    {
        FrameMetadata metadata = frame.Frame.Metadata;
        if (_held.TryGetValue(metadata.FrameId, out GreyImage? held)) return held;
        Frame read = await _store.LoadAsync(new FrameRecord(metadata, $"frames/{metadata.FrameId}.tif", frame.Frame.Sha256), cancellationToken).ConfigureAwait(false);
        return _held[metadata.FrameId] = read.Image;
    }
}
