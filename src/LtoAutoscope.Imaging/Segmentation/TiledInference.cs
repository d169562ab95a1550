using System.Buffers;
using System.Numerics.Tensors;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Runs a network over an image of any size, seen at any scale: whole where that is small enough, else in rows of overlapping tiles that are
/// blended by a smooth window. Each row of tiles is brought back to the image's own size as soon as it is finished, so that the maps never
/// stand in memory at the network's scale. What is missing at the right and lower edge is mirrored.
/// </summary>
internal sealed class TiledInference
{
    private readonly SegmentationModel model;
    private readonly float[] image;
    private readonly Resampling there, back;
    private readonly TileAxis across, down;
    private readonly SegmentationMaps maps;
    private readonly int threads;

    private TiledInference(SegmentationModel model, float[] image, int width, int height, int seenWidth, int seenHeight)
    {
        SegmentationModelOptions options = model.Options;
        bool whole = (long)seenWidth * seenHeight <= options.WholeFramePixels;
        this.model = model;
        this.image = image;
        threads = options.Threads;
        there = new Resampling(width, height, seenWidth, seenHeight);
        back = new Resampling(seenWidth, seenHeight, width, height);
        across = TileAxis.For(seenWidth, whole ? int.MaxValue : options.TilePx, options.OverlapPx);
        down = TileAxis.For(seenHeight, whole ? int.MaxValue : options.TilePx, options.OverlapPx);
        long values = (long)width * height * model.MapNames.Count;
        LargeFrame.Collect(width, height);
        maps = new SegmentationMaps(width, height, model.MapNames, GC.AllocateUninitializedArray<float>(checked((int)values)));
    }

    /// <summary>The maps of an image that the network sees at its own size.</summary>
    internal static SegmentationMaps Run(SegmentationModel model, float[] image, int width, int height, CancellationToken cancellationToken)
        => Run(model, image, width, height, width, height, cancellationToken);

    /// <summary>The maps, in the image's size, of an image that the network sees resampled.</summary>
    /// <param name="model">The network.</param>
    /// <param name="image">Row-major standardised grey.</param>
    /// <param name="width">Width of the image and of the maps.</param>
    /// <param name="height">Height of the image and of the maps.</param>
    /// <param name="seenWidth">Width at which the network sees it.</param>
    /// <param name="seenHeight">Height at which the network sees it.</param>
    /// <param name="cancellationToken">Ends between two tiles.</param>
    internal static SegmentationMaps Run(
        SegmentationModel model, float[] image, int width, int height, int seenWidth, int seenHeight, CancellationToken cancellationToken)
    {
        var inference = new TiledInference(model, image, width, height, seenWidth, seenHeight);
        if (inference.IsWhole) inference.RunWhole();
        else inference.RunTiles(cancellationToken);
        LargeFrame.Collect(width, height);
        return inference.maps;
    }

    /// <summary>What the network is fed when it sees the image whole; null where it sees tiles.</summary>
    internal static (float[] Image, int Width, int Height)? WholeInput(SegmentationModel model, float[] image, int width, int height, int seenWidth, int seenHeight)
    {
        var inference = new TiledInference(model, image, width, height, seenWidth, seenHeight);
        if (!inference.IsWhole) return null;
        float[] seen = new float[inference.across.Size * inference.down.Size];
        inference.Look(0, seen, inference.across.Size);
        return (seen, inference.across.Size, inference.down.Size);
    }

    private bool IsWhole => across.Starts.Length == 1 && down.Starts.Length == 1;

    private void RunWhole()
    {
        int plane = across.Size * down.Size;
        bool direct = back.IsIdentity && plane == maps.Length;
        float[] tile = ArrayPool<float>.Shared.Rent(plane), seen = direct ? maps.Values : ArrayPool<float>.Shared.Rent(plane * maps.Names.Count);
        try
        {
            Look(0, tile, across.Size);
            model.Run(tile, across.Size, down.Size, seen);
            if (!direct) Return(seen, across.Size, plane, 0, 0, maps.Height);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(tile);
            if (!direct) ArrayPool<float>.Shared.Return(seen);
        }
    }

    private void RunTiles(CancellationToken cancellationToken)
    {
        // The strip holds the maps of the rows that are not brought back yet: those of one row of tiles and the few before that the next rows need.
        int count = maps.Names.Count, padded = across.Starts[^1] + across.Size, width = there.NewWidth, height = there.NewHeight;
        int plane = across.Size * down.Size, stripRows = down.Size + back.SourceRows, stripPlane = stripRows * width;
        float[] rows = GC.AllocateUninitializedArray<float>(padded * down.Size), tile = GC.AllocateUninitializedArray<float>(plane);
        float[] seen = GC.AllocateUninitializedArray<float>(plane * count), strip = new float[stripPlane * count];
        int stripFirst = 0, done = 0;
        for (int t = 0; t < down.Starts.Length; t++)
        {
            Look(down.Starts[t], rows, padded);
            for (int s = 0; s < across.Starts.Length; s++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int y = 0; y < down.Size; y++) rows.AsSpan(y * padded + across.Starts[s], across.Size).CopyTo(tile.AsSpan(y * across.Size));
                model.Run(tile, across.Size, down.Size, seen);
                using var joining = AnalysisStage.Start(AnalysisStage.MapsBack);
                Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, c => Add(seen, c * plane, t, s, strip, c * stripPlane, stripFirst));
            }

            bool last = t == down.Starts.Length - 1;
            int final = last ? height : down.Starts[t + 1], end = done;
            while (end < maps.Height && (last || back.EndSource(end) <= final)) end++;
            Return(strip, width, stripPlane, stripFirst, done, end);
            done = end;
            if (last) break;
            int keep = Math.Min(final, back.FirstSource(done));
            for (int c = 0; c < count; c++)
            {
                Span<float> map = strip.AsSpan(c * stripPlane, stripPlane);
                int gone = (keep - stripFirst) * width;
                map[gone..].CopyTo(map);
                map[^gone..].Clear();
            }

            stripFirst = keep;
        }
    }

    /// <summary>The rows that one row of tiles looks at, resampled and mirrored at the right and lower edge.</summary>
    private void Look(int first, float[] target, int stride)
    {
        using var stage = AnalysisStage.Start(AnalysisStage.Resample);
        int seenWidth = there.NewWidth, seenHeight = there.NewHeight;
        RowBands.For(0, down.Size, threads, (from, to) =>
        {
            float[] line = new float[there.Width];
            for (int y = from; y < to; y++)
            {
                Span<float> row = target.AsSpan(y * stride, stride);
                there.Row(image, there.Width, 0, Mirror(first + y, seenHeight), line, row[..seenWidth]);
                for (int x = seenWidth; x < stride; x++) row[x] = row[Mirror(x, seenWidth)];
            }
        });
    }

    /// <summary>Adds what one tile says of one map.</summary>
    private void Add(float[] seen, int seenAt, int t, int s, float[] strip, int stripAt, int stripFirst)
    {
        int width = there.NewWidth, columns = Math.Min(across.Size, width - across.Starts[s]), rows = Math.Min(down.Size, there.NewHeight - down.Starts[t]);
        float[] weighted = new float[columns];
        for (int y = 0; y < rows; y++)
        {
            float weight = down.Windows[t][y];
            if (weight == 0) continue;
            TensorPrimitives.Multiply(seen.AsSpan(seenAt + y * across.Size, columns), across.Windows[s].AsSpan(0, columns), weighted);
            Span<float> target = strip.AsSpan(stripAt + (down.Starts[t] + y - stripFirst) * width + across.Starts[s], columns);
            TensorPrimitives.MultiplyAdd(weighted, weight, target, target);
        }
    }

    /// <summary>Brings rows of all maps back to the image's own size.</summary>
    private void Return(float[] seen, int stride, int plane, int firstRow, int first, int end)
    {
        using var stage = AnalysisStage.Start(AnalysisStage.MapsBack);
        RowBands.For(first, end, threads, (from, to) =>
        {
            float[] line = new float[back.Width];
            for (int c = 0; c < maps.Names.Count; c++)
                for (int y = from; y < to; y++)
                    back.Row(seen.AsSpan(c * plane, plane), stride, firstRow, y, line, maps[c].Slice(y * maps.Width, maps.Width));
        });
    }

    private static int Mirror(int index, int length)
    {
        int within = index % (2 * length);
        return within < length ? within : 2 * length - 1 - within;
    }
}
