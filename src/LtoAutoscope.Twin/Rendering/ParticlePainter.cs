using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Paints particles from the lowest to the highest: secondary-electron yield that rises with the local slope, a bright rim, the
/// detector's asymmetry, surface grain; or absorption in transmission.
/// </summary>
internal sealed class ParticlePainter
{
    private const int Entries = 256;
    private const float LargestSlope = 6;
    private readonly SceneLook _look;
    private readonly float[] _rim = new float[Entries + 1];
    private readonly Dictionary<int, float[]> _slopes = [];
    private readonly Dictionary<int, float[]> _heights = [];

    internal ParticlePainter(SceneLook look)
    {
        _look = look;
        for (int i = 0; i <= Entries; i++) _rim[i] = look.RimGain * MathF.Pow(i / (float)Entries, look.RimPower);
    }

    internal void Paint(Scene scene, IReadOnlyList<PowderParticle> particles, CancellationToken cancellationToken)
    {
        for (int n = 0; n < particles.Count; n++)
        {
            if ((n & 63) == 0) cancellationToken.ThrowIfCancellationRequested();
            scene.Particles.Add(particles[n]);
            Paint(scene, particles[n], scene.Particles.Count);
        }
    }

    private void Paint(Scene scene, PowderParticle p, int index)
    {
        ViewGeometry g = scene.Geometry;
        (double cx, double cy) = g.Pixel(p.X, p.Y);
        double reachPx = p.Reach / g.PixelNm + 1.5;
        int y0 = Math.Max(0, (int)Math.Floor(cy - reachPx)), y1 = Math.Min(g.Height - 1, (int)Math.Ceiling(cy + reachPx));
        int x0 = Math.Max(0, (int)Math.Floor(cx - reachPx)), x1 = Math.Min(g.Width - 1, (int)Math.Ceiling(cx + reachPx));
        if (x0 > x1 || y0 > y1) return;

        float s = (float)g.PixelNm, stepX = (float)g.Cos * s, stepY = (float)g.Sin * s, reach2 = (p.Reach + 1.5f * s) * (p.Reach + 1.5f * s);
        float[] radius = p.Radius, gradX = p.GradientX, gradY = p.GradientY, facets = p.Facets, rim = _rim;
        float[] slopes = Table(_slopes, p.CapExponent, SlopeOfCap), heights = Table(_heights, p.CapExponent, HeightOfCap);
        double light = _look.LightAngle;
        float lightX = (float)(Math.Cos(light) * g.Cos - Math.Sin(light) * g.Sin) * _look.Shading, lightY = (float)(Math.Cos(light) * g.Sin + Math.Sin(light) * g.Cos) * _look.Shading;
        float tone = Math.Max(0.3f, 1 + _look.ToneSpread * p.Tone) * (1 - _look.DepthDarkening * (1 - (float)p.Rank));
        float level = (float)p.Rank * _look.PileHeightNm + p.CapHeight;
        float relief = 1 - _look.Flatness, sharp = _look.SlopeSharpness;
        var hash = new HashRandom(p.Id);
        float grainX = (float)hash.Next(0, NoiseTile.Period), grainY = (float)hash.Next(0, NoiseTile.Period), grainScale = 1 / Math.Max(_look.SurfaceScaleNm, 1.5f * s);
        float grain = _look.SurfaceTexture * (_look.SurfaceScaleNm < 1.5f * s ? _look.SurfaceScaleNm / (1.5f * s) : 1), absorption = _look.Absorption;
        const float perDiamond = PowderParticle.Directions / 4f;

        for (int y = y0; y <= y1; y++)
        {
            (double ox, double oy) = g.Offset(x0, y);
            float lx = (float)(ox + g.CentreX - p.X), ly = (float)(oy + g.CentreY - p.Y);
            int row = y * g.Width;
            for (int x = x0; x <= x1; x++, lx += stepX, ly += stepY)
            {
                float r2 = lx * lx + ly * ly;
                if (r2 > reach2) continue;
                float ax = MathF.Abs(lx), ay = MathF.Abs(ly), sum = ax + ay + 1e-9f;
                float diamond = ly >= 0 ? (lx >= 0 ? ay / sum : 1 + ax / sum) : (lx < 0 ? 2 + ay / sum : 3 + ax / sum);
                float f = diamond * perDiamond;
                int k = (int)f, k0 = k & (PowderParticle.Directions - 1), k1 = (k + 1) & (PowderParticle.Directions - 1);
                f -= k;
                float outline = radius[k0] + f * (radius[k1] - radius[k0]);
                float rho = MathF.Sqrt(r2) / outline;
                float gx = gradX[k0] + f * (gradX[k1] - gradX[k0]), gy = gradY[k0] + f * (gradY[k1] - gradY[k0]);
                float cover = (1 - rho) / (MathF.Sqrt(gx * gx + gy * gy) * s) + 0.5f;
                if (cover <= 0) continue;
                cover = Math.Min(cover, 1);
                int at = (int)(Math.Min(rho, 1) * Entries), i = row + x;
                float texture = grain > 0 ? grain * NoiseTile.Sample(lx * grainScale + grainX, ly * grainScale + grainY) : 0;
                float zx, zy;
                if (facets.Length == 0)
                {
                    float slope = p.CapHeight * slopes[at];
                    zx = slope * gx;
                    zy = slope * gy;
                }
                else
                {
                    int lowest = 0;
                    float z = float.MaxValue;
                    for (int q = 0; q < facets.Length; q += 3)
                    {
                        float zq = facets[q + 2] - facets[q] * lx - facets[q + 1] * ly;
                        if (zq < z) (z, lowest) = (zq, q);
                    }

                    zx = -facets[lowest];
                    zy = -facets[lowest + 1];
                }

                if (absorption > 0)
                {
                    float thickness = facets.Length == 0 ? heights[at] : Math.Min(1, 4 * (1 - rho) + 0.45f);
                    scene.Signal[i] *= 1 - cover * (1 - MathF.Exp(-absorption * tone * thickness * (1 + texture)));
                }
                else
                {
                    float inverse = 1 / MathF.Sqrt(1 + zx * zx + zy * zy), grazing = 1 - inverse;
                    grazing *= 1 - sharp + sharp * grazing * grazing;
                    float yield = 1 + relief * (_look.SlopeGain * grazing - (zx * lightX + zy * lightY) * inverse) + rim[at] + texture;
                    scene.Signal[i] += cover * (tone * Math.Max(yield, 0.05f) - scene.Signal[i]);
                }

                if (cover >= 0.5f)
                {
                    scene.Top[i] = index;
                    scene.Level[i] = level;
                }
            }
        }
    }

    private static float[] Table(Dictionary<int, float[]> tables, float exponent, Func<double, double, float> value)
    {
        int key = (int)MathF.Round(exponent * 4);
        if (tables.TryGetValue(key, out float[]? table)) return table;
        table = new float[Entries + 1];
        for (int i = 0; i <= Entries; i++) table[i] = value(Math.Min((i + 0.5) / Entries, 1), key / 4.0);
        tables[key] = table;
        return table;
    }

    private static float HeightOfCap(double rho, double p) => (float)Math.Pow(Math.Max(0, 1 - Math.Pow(rho, p)), 1 / p);

    private static float SlopeOfCap(double rho, double p)
    {
        double rest = Math.Max(1e-4, 1 - Math.Pow(rho, p));
        return (float)Math.Max(-LargestSlope, -Math.Pow(rho, p - 1) * Math.Pow(rest, 1 / p - 1));
    }
}
