namespace LtoAutoscope.Twin.Rendering;

/// <summary>Adds to the substrate's level and texture what tells supports apart; sizes scale with the particles so that each is seen at every magnification.</summary>
internal static class SupportPainter
{
    internal static void Paint(Scene scene, SupportKind kind, double particleNm, ref HashRandom random)
    {
        ViewGeometry g = scene.Geometry;
        double unit = particleNm / g.PixelNm;
        switch (kind)
        {
            case SupportKind.Foil: Foil(scene.Signal, g, unit, ref random); break;
            case SupportKind.Membrane: Holes(scene.Signal, g, Math.Clamp(unit * random.NextLog(0.4, 4), 4, 0.4 * g.Width), ref random); break;
            case SupportKind.Lacy: Lace(scene.Signal, g, Math.Max(unit * random.NextLog(1.5, 6), 12), ref random); break;
            case SupportKind.Tab: Tab(scene.Signal, g, unit, ref random); break;
            default: break;
        }
    }

    private static void Foil(float[] signal, ViewGeometry g, double unit, ref HashRandom random)
    {
        (double sin, double cos) = Math.SinCos(random.Next(0, Math.PI));
        double across = 1 / Math.Max(2, unit * random.NextLog(0.15, 2)), along = across / random.NextLog(15, 60);
        float strength = (float)random.NextLog(0.05, 0.3), x0 = (float)random.Next(0, NoiseTile.Period), y0 = (float)random.Next(0, NoiseTile.Period);
        for (int y = 0; y < g.Height; y++)
        {
            for (int x = 0; x < g.Width; x++)
            {
                float u = (float)((x * cos + y * sin) * along) + x0, v = (float)((y * cos - x * sin) * across) + y0;
                float n = NoiseTile.Sample(u, v) + 0.6f * NoiseTile.Sample(1.7f * u + 9, 2.7f * v + 5);
                signal[y * g.Width + x] *= Math.Max(0.1f, 1 + strength * n);
            }
        }
    }

    /// <summary>One hole a cell of a shaken lattice; some overlap, as etched tracks do.</summary>
    private static void Holes(float[] signal, ViewGeometry g, double radius, ref HashRandom random)
    {
        double pitch = radius * random.Next(2.3, 5), spread = random.Next(0.02, 0.2), shake = random.Next(0.05, 0.5);
        float depth = (float)random.Next(0.5, 0.95), lip = (float)random.Next(0, 0.5);
        for (double cy = -pitch; cy < g.Height + pitch; cy += pitch)
        {
            for (double cx = -pitch; cx < g.Width + pitch; cx += pitch)
            {
                double px = cx + pitch * shake * random.Next(-1, 1), py = cy + pitch * shake * random.Next(-1, 1), r = radius * Math.Max(0.3, 1 + spread * random.NextNormal());
                for (int y = Math.Max(0, (int)(py - r - 4)); y < Math.Min(g.Height, py + r + 4); y++)
                {
                    for (int x = Math.Max(0, (int)(px - r - 4)); x < Math.Min(g.Width, px + r + 4); x++)
                    {
                        float d = (float)(Math.Sqrt((x - px) * (x - px) + (y - py) * (y - py)) - r);
                        signal[y * g.Width + x] *= (1 - depth * Math.Clamp(0.5f - d, 0, 1)) * (1 + lip * Math.Max(0, 1 - MathF.Abs(d - 1.5f) / 2));
                    }
                }
            }
        }
    }

    private static void Lace(float[] signal, ViewGeometry g, double scale, ref HashRandom random)
    {
        float x0 = (float)random.Next(0, NoiseTile.Period), y0 = (float)random.Next(0, NoiseTile.Period), step = (float)(1 / scale);
        float half = (float)random.Next(0.12, 0.35), dark = (float)random.Next(0.6, 0.95), lip = (float)random.Next(0.1, 0.6);
        for (int y = 0; y < g.Height; y++)
        {
            for (int x = 0; x < g.Width; x++)
            {
                // Strands follow the zero line of a smooth field.
                float n = MathF.Abs(NoiseTile.Sample(x * step + x0, y * step + y0)) - half, open = Math.Clamp(n * 8, 0, 1);
                signal[y * g.Width + x] *= (1 - dark * open) * (1 + lip * Math.Max(0, 1 - MathF.Abs(n + 0.05f) * 14));
            }
        }
    }

    private static void Tab(float[] signal, ViewGeometry g, double unit, ref HashRandom random)
    {
        float x0 = (float)random.Next(0, NoiseTile.Period), y0 = (float)random.Next(0, NoiseTile.Period), step = (float)(1 / Math.Max(20, unit * random.NextLog(1.5, 8)));
        float hills = (float)random.NextLog(0.1, 0.5), level = (float)random.Next(1.3, 2.2);
        (float sin, float cos) = MathF.SinCos((float)random.Next(0, 2 * Math.PI));
        for (int y = 0; y < g.Height; y++)
        {
            for (int x = 0; x < g.Width; x++)
            {
                float u = x * step + x0, v = y * step + y0, here = NoiseTile.Sample(u, v), lit = NoiseTile.Sample(u + 0.12f * cos, v + 0.12f * sin) - here;
                float flake = NoiseTile.Sample(5 * u + 3, 5 * v + 11) - level;
                signal[y * g.Width + x] *= Math.Max(0.15f, 1 + hills * (2.5f * lit + 0.4f * here)) * (1 + 0.5f * Math.Clamp(4 * flake, 0, 1));
            }
        }
    }
}
