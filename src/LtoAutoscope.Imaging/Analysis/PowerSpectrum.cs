using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// The power spectrum of a picture, averaged over half overlapping square tiles under a Hann window (P. D. Welch, IEEE Trans. Audio Electroacoust. 15
/// (1967) 70). White noise, which is flat in it, is found where the picture itself has least: in the corners of the spectrum.
/// </summary>
public sealed class PowerSpectrum
{
    private const int LargestTile = 128;
    private const int SmallestTile = 16;
    private const double CornerFrequency = 0.38;

    private PowerSpectrum(double[] power, int size, int tiles, double mean) => (Power, Size, Tiles, Mean, Noise) = (power, size, tiles, mean, Corner(power, size));

    /// <summary>Power at the frequencies u = 0…<see cref="Size"/> − 1 cycles a tile along rows, index = v · <see cref="Size"/> + u; the upper half of each stands for negative ones. Grey² a pixel: white noise gives its variance.</summary>
    public IReadOnlyList<double> Power { get; }

    /// <summary>Edge of a tile, pixels; a power of two.</summary>
    public int Size { get; }

    /// <summary>Tiles that were averaged.</summary>
    public int Tiles { get; }

    /// <summary>Mean grey of the picture.</summary>
    public double Mean { get; }

    /// <summary>Power of the white noise: the mean over both frequencies above 0.38 cycles a pixel.</summary>
    public double Noise { get; }

    /// <summary>Computes it; null for a picture smaller than 16 pixels in an edge.</summary>
    public static PowerSpectrum? Of(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int size = LargestTile;
        while (size > Math.Min(image.Width, image.Height)) size /= 2;
        if (size < SmallestTile) return null;
        var transform = new FastFourier(size);
        float[] window = Hann(size), real = new float[size * size], imaginary = new float[size * size];
        double weight = 0, total = 0;
        foreach (float w in window) weight += w * w;
        weight *= weight;
        var power = new double[size * size];
        int[] columns = Starts(image.Width, size), rows = Starts(image.Height, size);
        foreach (int top in rows)
        {
            foreach (int left in columns)
            {
                total += Load(image, left, top, size, window, real);
                Array.Clear(imaginary);
                transform.Forward2D(real, imaginary);
                for (int i = 0; i < power.Length; i++) power[i] += (double)real[i] * real[i] + (double)imaginary[i] * imaginary[i];
            }
        }

        int tiles = columns.Length * rows.Length;
        for (int i = 0; i < power.Length; i++) power[i] /= weight * tiles;
        return new PowerSpectrum(power, size, tiles, total / tiles);
    }

    /// <summary>Frequency of an index, cycles a pixel, −0.5…0.5.</summary>
    public double Frequency(int index) => (index < Size / 2 ? index : index - Size) / (double)Size;

    /// <summary>Mean power above the noise between two frequencies, cycles a pixel, times their number: the variance that the band holds, grey².</summary>
    public double Band(double lowest, double highest)
    {
        double sum = 0;
        for (int v = 0; v < Size; v++)
        {
            double fv = Frequency(v);
            for (int u = 0; u < Size; u++)
            {
                double fu = Frequency(u), square = fu * fu + fv * fv;
                // v = 0 and u = 0 hold lines and columns as a whole, which also differ by the scan.
                if (u == 0 || square < lowest * lowest || square > highest * highest) continue;
                sum += Power[v * Size + u] - Noise;
            }
        }

        return sum / ((double)Size * Size);
    }

    /// <summary>Copies a tile without its mean, under the window; returns the mean.</summary>
    private static double Load(GreyImage image, int left, int top, int size, float[] window, float[] target)
    {
        double sum = 0;
        for (int y = 0; y < size; y++)
            foreach (ushort p in image.Pixels.AsSpan((top + y) * image.Width + left, size)) sum += p;
        float mean = (float)(sum / (size * size));
        for (int y = 0; y < size; y++)
        {
            ReadOnlySpan<ushort> row = image.Pixels.AsSpan((top + y) * image.Width + left, size);
            for (int x = 0; x < size; x++) target[y * size + x] = (row[x] - mean) * window[x] * window[y];
        }

        return mean;
    }

    private static int[] Starts(int length, int size)
    {
        int count = Math.Max(1, (int)Math.Round((double)(length - size) / (size / 2)) + 1);
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? (length - size) / 2 : (int)((long)i * (length - size) / (count - 1)))];
    }

    private static float[] Hann(int size) => [.. Enumerable.Range(0, size).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / size)))];

    private static double Corner(double[] power, int size)
    {
        double sum = 0;
        int count = 0, first = (int)Math.Ceiling(CornerFrequency * size), last = size - first;
        for (int v = first; v <= last; v++)
            for (int u = first; u <= last; u++, count++) sum += power[v * size + u];
        return sum / count;
    }
}
