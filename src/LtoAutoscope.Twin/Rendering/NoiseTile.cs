namespace LtoAutoscope.Twin.Rendering;

/// <summary>A smooth random surface of zero mean and unit variance that repeats after <see cref="Period"/> features; textures are sums of it at several scales.</summary>
internal static class NoiseTile
{
    /// <summary>Features along one side.</summary>
    internal const int Period = 64;

    private const int Oversampling = 8;
    private const int Size = Period * Oversampling;
    private const int Mask = Size - 1;
    private static readonly float[] Tile = Make();

    /// <summary>The value at a place, in units of one feature; bilinear between samples.</summary>
    internal static float Sample(float x, float y)
    {
        float fx = x * Oversampling, fy = y * Oversampling;
        float bx = MathF.Floor(fx), by = MathF.Floor(fy);
        fx -= bx;
        fy -= by;
        int x0 = (int)bx & Mask, y0 = ((int)by & Mask) * Size, x1 = (x0 + 1) & Mask, y1 = (y0 + Size) & (Size * Size - 1);
        float[] t = Tile;
        float top = t[y0 + x0] + fx * (t[y0 + x1] - t[y0 + x0]);
        float bottom = t[y1 + x0] + fx * (t[y1 + x1] - t[y1 + x0]);
        return top + fy * (bottom - top);
    }

    private static float[] Make()
    {
        var random = new HashRandom(0x5EED_0F_7E17);
        var lattice = new double[Period * Period];
        for (int i = 0; i < lattice.Length; i++) lattice[i] = random.NextNormal();
        var tile = new float[Size * Size];
        double sum = 0, squares = 0;
        Span<double> wx = stackalloc double[4];
        Span<double> wy = stackalloc double[4];
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                BSpline(x % Oversampling / (double)Oversampling, wx);
                BSpline(y % Oversampling / (double)Oversampling, wy);
                double v = 0;
                for (int j = 0; j < 4; j++)
                    for (int i = 0; i < 4; i++)
                        v += wy[j] * wx[i] * lattice[(y / Oversampling + j) % Period * Period + (x / Oversampling + i) % Period];
                tile[y * Size + x] = (float)v;
                sum += v;
                squares += v * v;
            }
        }

        double mean = sum / tile.Length, scale = 1 / Math.Sqrt(squares / tile.Length - mean * mean);
        for (int i = 0; i < tile.Length; i++) tile[i] = (float)((tile[i] - mean) * scale);
        return tile;
    }

    private static void BSpline(double t, Span<double> w)
    {
        w[0] = (1 - t) * (1 - t) * (1 - t) / 6;
        w[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
        w[2] = (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6;
        w[3] = t * t * t / 6;
    }
}
