namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Takes the parabola a + bx + cy + dx² + exy + fy² that fits best (least squares) from the marked part of a small image.</summary>
internal static class Parabola
{
    private const int Terms = 6;
    private const int Stride = Terms + 1;
    private const double NoPivot = 1e-9;

    // Powers of u and v of each term.
    private static readonly (int U, int V)[] Powers = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)];

    /// <summary>Subtracts the fit from all values.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="marked">1 where the fit looks, else 0.</param>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    internal static void Remove(Span<float> values, ReadOnlySpan<float> marked, int width, int height)
    {
        Span<double> normal = stackalloc double[Terms * Stride];
        Span<double> solution = stackalloc double[Terms];
        Sum(values, marked, width, height, normal);
        Solve(normal, solution);
        double scaleX = 2.0 / width, scaleY = 2.0 / height;
        for (int y = 0; y < height; y++)
        {
            double v = y * scaleY - 1;
            float a = (float)(solution[0] + solution[2] * v + solution[5] * v * v), b = (float)(solution[1] + solution[4] * v), c = (float)solution[3];
            Span<float> row = values.Slice(y * width, width);
            for (int x = 0; x < row.Length; x++)
            {
                float u = (float)(x * scaleX - 1);
                row[x] -= a + u * (b + c * u);
            }
        }
    }

    /// <summary>The normal equations: sums over each row first, so that a pixel costs few operations.</summary>
    private static void Sum(ReadOnlySpan<float> values, ReadOnlySpan<float> marked, int width, int height, Span<double> normal)
    {
        double scaleX = 2.0 / width, scaleY = 2.0 / height;
        Span<double> powers = stackalloc double[5];
        Span<double> weighted = stackalloc double[3];
        for (int y = 0; y < height; y++)
        {
            powers.Clear();
            weighted.Clear();
            int start = y * width;
            for (int x = 0; x < width; x++)
            {
                double mark = marked[start + x];
                if (mark == 0) continue;
                double u = x * scaleX - 1, u2 = u * u, z = values[start + x];
                powers[0]++;
                powers[1] += u;
                powers[2] += u2;
                powers[3] += u2 * u;
                powers[4] += u2 * u2;
                weighted[0] += z;
                weighted[1] += z * u;
                weighted[2] += z * u2;
            }

            if (powers[0] == 0) continue;
            double v = y * scaleY - 1;
            for (int r = 0; r < Terms; r++)
            {
                for (int c = 0; c < Terms; c++)
                    normal[r * Stride + c] += powers[Powers[r].U + Powers[c].U] * Power(v, Powers[r].V + Powers[c].V);
                normal[r * Stride + Terms] += weighted[Powers[r].U] * Power(v, Powers[r].V);
            }
        }
    }

    private static double Power(double v, int exponent)
    {
        double power = 1;
        for (int i = 0; i < exponent; i++) power *= v;
        return power;
    }

    /// <summary>Gaussian elimination of the symmetric, positive definite normal equations; a pivot of nothing leaves its term out.</summary>
    private static void Solve(Span<double> normal, Span<double> solution)
    {
        for (int p = 0; p < Terms; p++)
        {
            if (normal[p * Stride + p] < NoPivot) continue;
            for (int r = p + 1; r < Terms; r++)
            {
                double factor = normal[r * Stride + p] / normal[p * Stride + p];
                for (int c = p; c <= Terms; c++) normal[r * Stride + c] -= factor * normal[p * Stride + c];
            }
        }

        for (int r = Terms - 1; r >= 0; r--)
        {
            double value = normal[r * Stride + Terms];
            for (int c = r + 1; c < Terms; c++) value -= normal[r * Stride + c] * solution[c];
            solution[r] = normal[r * Stride + r] < NoPivot ? 0 : value / normal[r * Stride + r];
        }
    }
}
