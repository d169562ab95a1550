using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Tests.Worlds;

internal static class FrameFigures
{
    internal static double Mean(GreyImage image) => image.Pixels.Average(p => (double)p);

    internal static double LaplacianVariance(GreyImage image)
    {
        double sum = 0, squares = 0;
        long n = 0;
        for (int y = 1; y < image.Height - 1; y++)
        {
            for (int x = 1; x < image.Width - 1; x++, n++)
            {
                double v = 4.0 * image[x, y] - image[x - 1, y] - image[x + 1, y] - image[x, y - 1] - image[x, y + 1];
                sum += v;
                squares += v * v;
            }
        }

        return squares / n - sum / n * (sum / n);
    }

    internal static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double ma = a.Average(), mb = b.Average(), ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Count; i++)
        {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }

        return ab / Math.Sqrt(aa * bb);
    }

    internal static double DifferenceRms(GreyImage a, GreyImage b)
        => Math.Sqrt(a.Pixels.Zip(b.Pixels, (x, y) => Math.Pow((double)x - y, 2)).Average());
}
