using LtoAutoscope.Acquisition.Drift;

namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>Refines a frequency by the phase that a frame's blocks have against it: a straight drift of the phase is what the frequency is off by, its scatter the error.</summary>
internal static class CarrierPhase
{
    private const int Rounds = 3;

    internal static Frequency Refine(GreyPlane plane, Frequency guess, int columns, int rows)
    {
        Frequency refined = guess;
        for (int round = 0; round < Rounds; round++) refined = Once(plane, refined, columns, rows);
        return refined;
    }

    private static Frequency Once(GreyPlane plane, Frequency guess, int columns, int rows)
    {
        // Blocks overlap by half: neighbours share half of their pixels.
        int width = 2 * plane.Width / (columns + 1), height = 2 * plane.Height / (rows + 1);
        float[] across = Window(width), down = Window(height);
        double mean = plane.Mean(), phaseSumRe = 0, phaseSumIm = 0;
        var blocks = new List<(double X, double Y, double Re, double Im)>();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int x0 = column * (plane.Width - width) / Math.Max(1, columns - 1), y0 = row * (plane.Height - height) / Math.Max(1, rows - 1);
                (double re, double im) = Carrier(plane, mean, guess, x0, y0, across, down);
                blocks.Add((x0 + (width - 1) / 2.0, y0 + (height - 1) / 2.0, re, im));
                phaseSumRe += re;
                phaseSumIm += im;
            }
        }

        // Phases are taken from the frame's own mean phase, so they do not wrap as long as the guess is good to a fraction of a bin.
        double middle = Math.Atan2(phaseSumIm, phaseSumRe), cx = (plane.Width - 1) / 2.0, cy = (plane.Height - 1) / 2.0;
        double sw = 0, sx = 0, sy = 0, sp = 0, sxx = 0, sxy = 0, syy = 0, sxp = 0, syp = 0;
        var points = new List<(double W, double X, double Y, double P)>();
        foreach ((double bx, double by, double re, double im) in blocks)
        {
            double weight = Math.Sqrt(re * re + im * im), phase = Math.IEEERemainder(Math.Atan2(im, re) - middle, 2 * Math.PI) / (2 * Math.PI), x = bx - cx, y = by - cy;
            points.Add((weight, x, y, phase));
            (sw, sx, sy, sp) = (sw + weight, sx + weight * x, sy + weight * y, sp + weight * phase);
            (sxx, sxy, syy, sxp, syp) = (sxx + weight * x * x, sxy + weight * x * y, syy + weight * y * y, sxp + weight * x * phase, syp + weight * y * phase);
        }

        if (sw <= 0) return guess;
        double vxx = sxx - sx * sx / sw, vyy = syy - sy * sy / sw, vxy = sxy - sx * sy / sw, vxp = sxp - sx * sp / sw, vyp = syp - sy * sp / sw, determinant = vxx * vyy - vxy * vxy;
        if (determinant <= 0) return guess;
        double dx = (vxp * vyy - vyp * vxy) / determinant, dy = (vyp * vxx - vxp * vxy) / determinant, offset = (sp - dx * sx - dy * sy) / sw;
        double residual = points.Sum(point => point.W * Math.Pow(point.P - offset - dx * point.X - dy * point.Y, 2)) / sw;

        // Half overlapping blocks in both directions carry about as much as a quarter of their number that do not overlap.
        double independent = Math.Max(4, points.Count / 2.25), freedom = independent - 3, share = points.Count / independent;
        double variance = residual * independent / Math.Max(1, freedom), gx = guess.X + dx, gy = guess.Y + dy, length = Math.Sqrt(gx * gx + gy * gy);
        double ux = gx / length, uy = gy / length, meanWeight = sw / points.Count;
        double error = Math.Sqrt(share * variance * meanWeight * (ux * ux * vyy - 2 * ux * uy * vxy + uy * uy * vxx) / determinant);
        return new Frequency(gx, gy, error, Math.Max(1, freedom));
    }

    private static (double Re, double Im) Carrier(GreyPlane plane, double mean, Frequency frequency, int x0, int y0, float[] across, float[] down)
    {
        var rowRe = new double[across.Length];
        var rowIm = new double[across.Length];
        for (int x = 0; x < across.Length; x++)
        {
            (double sin, double cos) = Math.SinCos(-2 * Math.PI * frequency.X * (x0 + x));
            (rowRe[x], rowIm[x]) = (cos * across[x], sin * across[x]);
        }

        double re = 0, im = 0;
        for (int y = 0; y < down.Length; y++)
        {
            ReadOnlySpan<float> row = plane.Values.AsSpan((y0 + y) * plane.Width + x0, across.Length);
            double sumRe = 0, sumIm = 0;
            for (int x = 0; x < row.Length; x++)
            {
                double grey = row[x] - mean;
                sumRe += grey * rowRe[x];
                sumIm += grey * rowIm[x];
            }

            (double sin, double cos) = Math.SinCos(-2 * Math.PI * frequency.Y * (y0 + y));
            re += down[y] * (sumRe * cos - sumIm * sin);
            im += down[y] * (sumRe * sin + sumIm * cos);
        }

        return (re, im);
    }

    private static float[] Window(int length)
    {
        var window = new float[length];
        for (int i = 0; i < length; i++) window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / length));
        return window;
    }
}
