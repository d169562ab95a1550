namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Exact Euclidean distance to the nearest pixel outside a mask (P. Felzenszwalb, D. Huttenlocher, Theory of Computing 8, 415, 2012).</summary>
internal static class DistanceTransform
{
    private const double Far = 1e12;

    internal static float[] Of(bool[] inside, int width)
    {
        int height = inside.Length / width, longest = Math.Max(width, height);
        double[] squared = new double[inside.Length];
        for (int i = 0; i < inside.Length; i++) squared[i] = inside[i] ? Far : 0;
        double[] line = new double[longest], result = new double[longest], border = new double[longest + 1];
        int[] lowest = new int[longest];
        for (int x = 0; x < width; x++)
        {
            for (int y = 0; y < height; y++) line[y] = squared[y * width + x];
            Pass(line, height, result, lowest, border);
            for (int y = 0; y < height; y++) squared[y * width + x] = result[y];
        }

        float[] distance = new float[inside.Length];
        for (int y = 0; y < height; y++)
        {
            Array.Copy(squared, y * width, line, 0, width);
            Pass(line, width, result, lowest, border);
            for (int x = 0; x < width; x++) distance[y * width + x] = (float)Math.Sqrt(Math.Min(result[x], (double)width * width + height * height));
        }

        return distance;
    }

    /// <summary>The lower envelope of one parabola a sample.</summary>
    private static void Pass(double[] f, int n, double[] result, int[] lowest, double[] border)
    {
        int k = 0;
        lowest[0] = 0;
        border[0] = double.NegativeInfinity;
        border[1] = double.PositiveInfinity;
        for (int q = 1; q < n; q++)
        {
            double meet = Meet(f, q, lowest[k]);
            while (meet <= border[k]) meet = Meet(f, q, lowest[--k]);
            lowest[++k] = q;
            border[k] = meet;
            border[k + 1] = double.PositiveInfinity;
        }

        k = 0;
        for (int q = 0; q < n; q++)
        {
            while (border[k + 1] < q) k++;
            result[q] = (double)(q - lowest[k]) * (q - lowest[k]) + f[lowest[k]];
        }
    }

    private static double Meet(double[] f, int q, int p) => (f[q] + (double)q * q - f[p] - (double)p * p) / (2.0 * (q - p));
}
