namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// How one axis of an image is cut into overlapping tiles, and how much each tile says of each of its pixels. Tiles start at multiples of 32
/// pixels, so that a pixel meets the same pooling grid whatever the tiling.
/// </summary>
/// <param name="Starts">First pixel of every tile.</param>
/// <param name="Size">Pixels of a tile, a multiple of 32.</param>
/// <param name="Windows">A weight for every pixel of every tile; over the tiles they add up to 1 everywhere.</param>
internal sealed record TileAxis(int[] Starts, int Size, float[][] Windows)
{
    private const int Multiple = SegmentationModel.Multiple;

    /// <summary>
    /// This part of the overlap at a tile's end says nothing, for there the network missed most of what it looks at; then comes a raised cosine.
    /// </summary>
    private const double Blind = 0.25;

    /// <summary>As few tiles as possible, as small as possible, that overlap by the asked pixels at least.</summary>
    /// <param name="length">Pixels of the axis; rounded up to a multiple of 32.</param>
    /// <param name="tile">Largest tile, a multiple of 32.</param>
    /// <param name="overlap">Least overlap, a multiple of 32 and smaller than the tile.</param>
    internal static TileAxis For(int length, int tile, int overlap)
    {
        int blocks = (length + Multiple - 1) / Multiple, most = tile / Multiple, shared = overlap / Multiple;
        if (blocks <= most) return new TileAxis([0], blocks * Multiple, [Ones(blocks * Multiple)]);
        int count = Ceiling(blocks - shared, most - shared), size = Ceiling(blocks + (count - 1) * shared, count);
        int[] starts = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * (blocks - size) / (count - 1)) * Multiple)];
        return new TileAxis(starts, size * Multiple, Weights(starts, size * Multiple, blocks * Multiple, overlap));
    }

    private static int Ceiling(int value, int by) => (value + by - 1) / by;

    private static float[] Ones(int size)
    {
        float[] ones = new float[size];
        Array.Fill(ones, 1);
        return ones;
    }

    private static float[][] Weights(int[] starts, int size, int length, int overlap)
    {
        float[][] windows = [.. starts.Select(_ => Ones(size))];
        double blind = Blind * overlap, ramp = overlap - 2 * blind;
        float[] total = new float[length];
        for (int t = 0; t < starts.Length; t++)
        {
            for (int i = 0; i < overlap; i++)
            {
                float weight = (float)(0.5 - 0.5 * Math.Cos(Math.PI * Math.Clamp((i + 0.5 - blind) / ramp, 0, 1)));
                if (t > 0) windows[t][i] *= weight;
                if (t < starts.Length - 1) windows[t][size - 1 - i] *= weight;
            }

            for (int i = 0; i < size; i++) total[starts[t] + i] += windows[t][i];
        }

        for (int t = 0; t < starts.Length; t++)
            for (int i = 0; i < size; i++) windows[t][i] /= total[starts[t] + i];
        return windows;
    }
}
