using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>An image as floating-point grey, for correlation.</summary>
internal sealed class GreyPlane(int width, int height, float[] values)
{
    private const double SmallestOverlap = 0.04;

    internal int Width => width;

    internal int Height => height;

    internal float[] Values => values;

    internal static GreyPlane Of(GreyImage image, int bin = 1)
    {
        var plane = new float[image.Pixels.Length];
        for (int i = 0; i < plane.Length; i++) plane[i] = image.Pixels[i];
        return new GreyPlane(image.Width, image.Height, plane).Binned(bin);
    }

    /// <summary>Means of blocks; rows and columns that fill no block are left out.</summary>
    internal GreyPlane Binned(int bin)
    {
        if (bin == 1) return this;
        int w = width / bin, h = height / bin;
        var small = new float[w * h];
        float share = 1f / (bin * bin);
        for (int y = 0; y < h * bin; y++)
        {
            Span<float> target = small.AsSpan(y / bin * w, w);
            ReadOnlySpan<float> source = values.AsSpan(y * width, w * bin);
            for (int x = 0, at = 0; x < w; x++)
                for (int k = 0; k < bin; k++) target[x] += share * source[at++];
        }

        return new GreyPlane(w, h, small);
    }

    /// <summary>Writes the grey less its mean, tapered towards the borders by raised cosines, into the corner of a larger plane.</summary>
    internal void WindowInto(float[] target, int stride, double taper)
    {
        float mean = (float)Mean();
        float[] across = Window(width, taper), down = Window(height, taper);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) target[y * stride + x] = (values[y * width + x] - mean) * across[x] * down[y];
    }

    internal double Mean()
    {
        double sum = 0;
        foreach (float value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>Correlation coefficient where the planes overlap when the content of <paramref name="b"/> is displaced; NaN below 4 % of overlap.</summary>
    internal static double Correlation(GreyPlane a, GreyPlane b, double shiftX, double shiftY)
    {
        int dx = (int)Math.Round(shiftX), dy = (int)Math.Round(shiftY);
        int x0 = Math.Max(0, -dx), x1 = Math.Min(a.Width, b.Width - dx), y0 = Math.Max(0, -dy), y1 = Math.Min(a.Height, b.Height - dy);
        if (x1 - x0 < 4 || y1 - y0 < 4 || (double)(x1 - x0) * (y1 - y0) < SmallestOverlap * a.Width * a.Height) return double.NaN;
        double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
        for (int y = y0; y < y1; y++)
        {
            ReadOnlySpan<float> rowA = a.Values.AsSpan(y * a.Width + x0, x1 - x0), rowB = b.Values.AsSpan((y + dy) * b.Width + x0 + dx, x1 - x0);
            for (int x = 0; x < rowA.Length; x++)
            {
                double u = rowA[x], v = rowB[x];
                sa += u;
                sb += v;
                aa += u * u;
                bb += v * v;
                ab += u * v;
            }
        }

        double n = (double)(x1 - x0) * (y1 - y0), va = aa - sa * sa / n, vb = bb - sb * sb / n;
        return va > 0 && vb > 0 ? (ab - sa * sb / n) / Math.Sqrt(va * vb) : 0;
    }

    private static float[] Window(int length, double taper)
    {
        var window = new float[length];
        double ramp = Math.Max(1, taper * length / 2);
        for (int i = 0; i < length; i++)
        {
            double edge = Math.Min(i + 0.5, length - i - 0.5);
            window[i] = edge >= ramp ? 1 : (float)(0.5 - 0.5 * Math.Cos(Math.PI * edge / ramp));
        }

        return window;
    }
}
