namespace LtoAutoscope.Twin.Rendering;

/// <summary>What charging, contamination and an unquiet scan do to a signal; strengths 0…1, 0 for none.</summary>
internal sealed record ScanArtefacts
{
    /// <summary>Tails along the lines behind bright places, and whole lines that differ.</summary>
    internal double Streaks { get; init; }

    /// <summary>Brightening (below 0: darkening) around bright masses that charge.</summary>
    internal double Halo { get; init; }

    /// <summary>Share of the signal lost in rectangles that were scanned before.</summary>
    internal double Contamination { get; init; }

    /// <summary>Standard deviation of the lines' sideways error, pixels.</summary>
    internal double JitterPx { get; init; }

    /// <summary>Amplitude of a vibration, pixels.</summary>
    internal double VibrationPx { get; init; }

    internal static ScanArtefacts Draw(ref HashRandom random) => new()
    {
        Streaks = random.Chance(0.12) ? random.Next(0.03, 0.25) : 0,
        Halo = random.Chance(0.15) ? random.NextLog(0.1, 0.5) * (random.Chance(0.65) ? 1 : -1) : 0,
        Contamination = random.Chance(0.12) ? random.NextLog(0.05, 0.35) : 0,
        JitterPx = random.Chance(0.25) ? random.NextLog(0.1, 0.55) : 0,
        VibrationPx = random.Chance(0.1) ? random.NextLog(0.15, 0.8) : 0,
    };

    internal void Apply(float[] signal, ViewGeometry g, ref HashRandom random)
    {
        if (Contamination > 0) Contaminate(signal, g, ref random);
        if (Halo != 0) Surround(signal, g, ref random);
        if (Streaks > 0) Streak(signal, g, ref random);
        if (JitterPx > 0 || VibrationPx > 0) Shake(signal, g, ref random);
    }

    private void Contaminate(float[] signal, ViewGeometry g, ref HashRandom random)
    {
        for (int n = random.NextInt(1, 2); n > 0; n--)
        {
            double width = random.Next(0.2, 0.9) * g.Width, height = width * random.Next(0.6, 1), left = random.Next(-0.3, 0.9) * g.Width, top = random.Next(-0.3, 0.9) * g.Height;
            float soft = (float)random.NextLog(0.6, 8), lost = (float)(Contamination * random.Next(0.6, 1)), seam = random.Chance(0.5) ? 0 : 0.5f * lost;
            for (int y = Math.Max(0, (int)top - 16); y < Math.Min(g.Height, top + height + 16); y++)
            {
                double dy = Math.Min(y - top, top + height - y);
                for (int x = Math.Max(0, (int)left - 16); x < Math.Min(g.Width, left + width + 16); x++)
                {
                    float inside = (float)Math.Min(dy, Math.Min(x - left, left + width - x)) / soft, share = Math.Clamp(inside + 0.5f, 0, 1);
                    // The edge of a square, where the beam turns round, has the most.
                    signal[y * g.Width + x] *= 1 - lost * share - seam * Math.Max(0, 1 - MathF.Abs(inside));
                }
            }
        }
    }

    private void Surround(float[] signal, ViewGeometry g, ref HashRandom random)
    {
        float[] around = [.. signal];
        float sigma = (float)random.NextLog(0.04, 0.15) * g.Width, mean = 0;
        GaussianBlur.Apply(around, g.Width, g.Height, sigma, sigma);
        foreach (float a in around) mean += a;
        mean /= around.Length;
        for (int i = 0; i < signal.Length; i++) signal[i] = Math.Max(0.01f, signal[i] + (float)Halo * (around[i] - mean));
    }

    private void Streak(float[] signal, ViewGeometry g, ref HashRandom random)
    {
        float sign = random.Chance(0.7) ? -1 : 1, tail = 1 - 1 / (float)random.NextLog(8, 80), threshold = (float)random.Next(0.9, 1.4);
        float drift = 0, lines = (float)(Streaks * random.Next(0, 0.5));
        for (int y = 0; y < g.Height; y++)
        {
            Span<float> row = signal.AsSpan(y * g.Width, g.Width);
            float charge = 0;
            drift = 0.7f * drift + lines * (float)random.NextNormal();
            for (int x = 0; x < row.Length; x++)
            {
                float here = row[x];
                row[x] = Math.Max(0.01f, here * (1 + drift) + sign * (float)Streaks * charge);
                charge = charge * tail + (1 - tail) * 6 * Math.Max(0, here - threshold);
            }
        }
    }

    private void Shake(float[] signal, ViewGeometry g, ref HashRandom random)
    {
        double phase = random.Next(0, 2 * Math.PI), pace = 2 * Math.PI / random.NextLog(4, 60);
        var line = new float[g.Width];
        for (int y = 0; y < g.Height; y++)
        {
            double shift = Math.Clamp(JitterPx * random.NextNormal(), -1, 1) + VibrationPx * Math.Sin(phase + pace * y), whole = Math.Floor(shift);
            float part = (float)(shift - whole);
            Span<float> row = signal.AsSpan(y * g.Width, g.Width);
            row.CopyTo(line);
            for (int x = 0; x < row.Length; x++)
            {
                int i = Math.Clamp(x + (int)whole, 0, line.Length - 1), j = Math.Clamp(x + (int)whole + 1, 0, line.Length - 1);
                row[x] = line[i] + part * (line[j] - line[i]);
            }
        }
    }
}
