namespace LtoAutoscope.Twin.Rendering;

/// <summary>Paints what the powder lies on: a level with a slope, a texture of several octaves, pores.</summary>
internal static class SubstratePainter
{
    private const int MostOctaves = 6;

    internal static void Paint(Scene scene, SceneLook look, ulong seed)
    {
        ViewGeometry g = scene.Geometry;
        float level = look.SubstrateLevel;
        for (int y = 0; y < g.Height; y++)
        {
            float v = (float)y / g.Height - 0.5f;
            Span<float> row = scene.Signal.AsSpan(y * g.Width, g.Width);
            for (int x = 0; x < row.Length; x++) row[x] = level * (1 + look.SlopeX * ((float)x / row.Length - 0.5f) + look.SlopeY * v);
        }

        if (look.SubstrateTexture > 0)
        {
            float amplitude = 1, power = 0;
            for (int o = 0; o < MostOctaves; o++, amplitude *= look.SubstratePersistence) power += amplitude * amplitude;
            amplitude = look.SubstrateTexture * level / MathF.Sqrt(power);
            double scale = look.SubstrateScaleNm;
            for (int o = 0; o < MostOctaves && scale > 1.5 * g.PixelNm; o++, amplitude *= look.SubstratePersistence, scale *= 0.5)
                AddOctave(scene, scale, amplitude, seed + (ulong)o);
        }

        if (look.PoreDepth > 0 && look.PoreScaleNm > g.PixelNm) Pores(scene, look, seed + 77);
        foreach (ref float s in scene.Signal.AsSpan()) s = Math.Max(s, 0.01f);
    }

    private static void AddOctave(Scene scene, double scaleNm, float amplitude, ulong seed)
    {
        (double x0, double y0, double stepX, double stepY) = Lattice(scene.Geometry, scaleNm, seed);
        ViewGeometry g = scene.Geometry;
        for (int y = 0; y < g.Height; y++)
        {
            // One image row down is one step along the view's −v axis.
            float fx = (float)Wrap(x0 + y * stepY * g.StretchY), fy = (float)Wrap(y0 - y * stepX * g.StretchY), dx = (float)stepX, dy = (float)stepY;
            Span<float> row = scene.Signal.AsSpan(y * g.Width, g.Width);
            for (int x = 0; x < row.Length; x++, fx += dx, fy += dy) row[x] += amplitude * NoiseTile.Sample(fx, fy);
        }
    }

    private static void Pores(Scene scene, SceneLook look, ulong seed)
    {
        (double x0, double y0, double stepX, double stepY) = Lattice(scene.Geometry, look.PoreScaleNm, seed);
        ViewGeometry g = scene.Geometry;
        for (int y = 0; y < g.Height; y++)
        {
            float fx = (float)Wrap(x0 + y * stepY * g.StretchY), fy = (float)Wrap(y0 - y * stepX * g.StretchY), dx = (float)stepX, dy = (float)stepY;
            Span<float> row = scene.Signal.AsSpan(y * g.Width, g.Width);
            for (int x = 0; x < row.Length; x++, fx += dx, fy += dy)
            {
                float n = NoiseTile.Sample(fx, fy) + 0.35f * NoiseTile.Sample(2.3f * fx + 7, 2.3f * fy + 3) - look.PoreThreshold;
                // Open below the threshold; the lip of a pore is bright as every edge is.
                float open = Math.Clamp(-n * 3, 0, 1), lip = Math.Max(0, 1 - MathF.Abs(n - 0.05f) * 5);
                row[x] *= (1 - look.PoreDepth * open) * (1 + 0.5f * look.PoreDepth * lip);
            }
        }
    }

    /// <summary>Where the first pixel falls on the noise's lattice, and the step along a row.</summary>
    private static (double X0, double Y0, double StepX, double StepY) Lattice(ViewGeometry g, double scaleNm, ulong seed)
    {
        var random = new HashRandom(seed);
        (double ox, double oy) = g.Offset(0, 0);
        double x0 = (g.CentreX + ox) / scaleNm + random.Next(0, NoiseTile.Period), y0 = (g.CentreY + oy) / scaleNm + random.Next(0, NoiseTile.Period);
        return (Wrap(x0), Wrap(y0), g.Cos * g.PixelNm / scaleNm, g.Sin * g.PixelNm / scaleNm);
    }

    private static double Wrap(double v) => v - NoiseTile.Period * Math.Floor(v / NoiseTile.Period);
}
