namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Runs a network over an image of any size: whole where that is small enough, else in overlapping tiles that are blended by a smooth
/// window. Tiles start at multiples of 32 pixels, so that a pixel meets the same pooling grid whatever the tiling; what is missing
/// at the right and lower edge is mirrored.
/// </summary>
internal static class TiledInference
{
    internal static SegmentationMaps Run(SegmentationModel model, float[] image, int width, int height, CancellationToken cancellationToken)
    {
        SegmentationModelOptions options = model.Options;
        bool whole = (long)width * height <= options.WholeFramePixels;
        (int[] startsX, int sizeX) = Tiles(width, whole ? int.MaxValue : options.TilePx, options.OverlapPx);
        (int[] startsY, int sizeY) = Tiles(height, whole ? int.MaxValue : options.TilePx, options.OverlapPx);
        SegmentationMaps sum = SegmentationMaps.Empty(width, height);
        float[] total = new float[width * height];
        float[] windowX = Window(sizeX, options.OverlapPx, startsX.Length), windowY = Window(sizeY, options.OverlapPx, startsY.Length);
        foreach (int y0 in startsY)
        {
            foreach (int x0 in startsX)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SegmentationMaps tile = model.Run(Cut(image, width, height, x0, y0, sizeX, sizeY), sizeX, sizeY);
                Add(tile, sum, total, x0, y0, windowX, windowY);
            }
        }

        foreach (float[] map in sum.All)
            for (int i = 0; i < map.Length; i++) map[i] /= total[i];
        return sum;
    }

    /// <summary>Where the tiles of one axis start, and how long they are.</summary>
    internal static (int[] Starts, int Size) Tiles(int length, int tile, int overlap)
    {
        int padded = RoundUp(length);
        if (padded <= tile) return ([0], padded);
        int count = (padded - overlap + tile - overlap - 1) / (tile - overlap);
        int size = Math.Min(tile, RoundUp((padded + (count - 1) * overlap + count - 1) / count));
        int[] starts = new int[count];
        for (int i = 0; i < count; i++)
            starts[i] = i == count - 1 ? padded - size : (int)((long)i * (padded - size) / (count - 1)) / SegmentationModel.Multiple * SegmentationModel.Multiple;
        return (starts, size);
    }

    private static int RoundUp(int value) => (value + SegmentationModel.Multiple - 1) / SegmentationModel.Multiple * SegmentationModel.Multiple;

    /// <summary>A raised cosine over the overlap at both ends, 1 between; all 1 where there is one tile.</summary>
    private static float[] Window(int size, int overlap, int tiles)
    {
        float[] window = new float[size];
        for (int i = 0; i < size; i++)
        {
            double inside = Math.Min(i, size - 1 - i) + 0.5;
            window[i] = tiles == 1 || inside >= overlap ? 1 : (float)(0.5 - 0.5 * Math.Cos(Math.PI * inside / overlap));
        }

        return window;
    }

    private static float[] Cut(float[] image, int width, int height, int x0, int y0, int sizeX, int sizeY)
    {
        float[] tile = new float[sizeX * sizeY];
        for (int y = 0; y < sizeY; y++)
        {
            int from = Mirror(y0 + y, height) * width;
            for (int x = 0; x < sizeX; x++) tile[y * sizeX + x] = image[from + Mirror(x0 + x, width)];
        }

        return tile;
    }

    private static int Mirror(int index, int length)
    {
        if (index < length) return index;
        int period = 2 * length;
        int within = index % period;
        return within < length ? within : period - 1 - within;
    }

    private static void Add(SegmentationMaps tile, SegmentationMaps sum, float[] total, int x0, int y0, float[] windowX, float[] windowY)
    {
        int columns = Math.Min(tile.Width, sum.Width - x0), rows = Math.Min(tile.Height, sum.Height - y0);
        for (int y = 0; y < rows; y++)
        {
            int from = y * tile.Width, to = (y0 + y) * sum.Width + x0;
            for (int x = 0; x < columns; x++, from++, to++)
            {
                float weight = windowX[x] * windowY[y];
                sum.Foreground[to] += weight * tile.Foreground[from];
                sum.Boundary[to] += weight * tile.Boundary[from];
                sum.Distance[to] += weight * tile.Distance[from];
                total[to] += weight;
            }
        }
    }
}
