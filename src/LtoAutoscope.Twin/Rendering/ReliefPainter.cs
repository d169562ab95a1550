using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Paints particles as solids: they fall one by one onto what lies there, and at every pixel the highest
/// surface counts, so neighbours rest on, hide and cut into one another as in space.
/// Secondary-electron yield by local slope, rims that are bright where they stand free, bright facet edges, dark crevices, filleted necks.
/// </summary>
internal sealed class ReliefPainter
{
    private const int Entries = 256;
    private const int Rings = 4;
    private const int Spokes = 16;
    private const float LargestSlope = 6;
    private readonly SceneLook _look;
    private readonly float[] _rim = new float[Entries + 1];
    private readonly Dictionary<int, (float[] Heights, float[] Slopes)> _caps = [];

    internal ReliefPainter(SceneLook look)
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

        SceneLook look = _look;
        float s = (float)g.PixelNm, stepX = (float)g.Cos * s, stepY = (float)g.Sin * s, reach2 = (p.Reach + 1.5f * s) * (p.Reach + 1.5f * s);
        float[] radius = p.Radius, gradX = p.GradientX, gradY = p.GradientY, facets = p.Facets, rims = _rim;
        (float[] heights, float[] slopes) = Cap(p.CapExponent);
        double light = look.LightAngle;
        float lightX = (float)(Math.Cos(light) * g.Cos - Math.Sin(light) * g.Sin) * look.Shading, lightY = (float)(Math.Cos(light) * g.Sin + Math.Sin(light) * g.Cos) * look.Shading;
        float tone = Math.Max(0.3f, 1 + look.ToneSpread * p.Tone) * (1 - look.DepthDarkening * (1 - (float)p.Rank));
        float floor = Rest(scene, p, heights);
        float relief = 1 - look.Flatness, sharp = look.SlopeSharpness, size = look.ParticleScaleNm;
        float meet = Math.Max(look.Fillet * size, 1.2f * s), crevice = Math.Max(look.CreviceWidth * size, 1.5f * s), edge = Math.Max(0.07f * p.CapHeight, 0.8f * s), free = 1 / (0.35f * size);
        var hash = new HashRandom(p.Id);
        float grainX = (float)hash.Next(0, NoiseTile.Period), grainY = (float)hash.Next(0, NoiseTile.Period), grainScale = 1 / Math.Max(look.SurfaceScaleNm, 1.5f * s);
        float grain = look.SurfaceTexture * (look.SurfaceScaleNm < 1.5f * s ? look.SurfaceScaleNm / (1.5f * s) : 1);
        Span<float> tones = stackalloc float[facets.Length / 3];
        foreach (ref float t in tones) t = look.FacetTone * (float)hash.Next(-1.7, 1.7);
        const float perDiamond = PowderParticle.Directions / 4f;
        float[] signal = scene.Signal, level = scene.Level;
        int[] top = scene.Top;

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
                float rho = MathF.Sqrt(r2) / (radius[k0] + f * (radius[k1] - radius[k0]));
                float gx = gradX[k0] + f * (gradX[k1] - gradX[k0]), gy = gradY[k0] + f * (gradY[k1] - gradY[k0]);
                float cover = (1 - rho) / (MathF.Sqrt(gx * gx + gy * gy) * s) + 0.5f;
                if (cover <= 0) continue;
                cover = Math.Min(cover, 1);
                int at = (int)(Math.Min(rho, 1) * Entries), i = row + x;
                float z, zx, zy, more = 0;
                if (facets.Length == 0)
                {
                    float slope = p.CapHeight * slopes[at];
                    zx = slope * gx;
                    zy = slope * gy;
                    z = floor + p.CapHeight * heights[at];
                }
                else
                {
                    int lowest = 0, next = 0;
                    float z1 = float.MaxValue, z2 = float.MaxValue;
                    for (int q = 0; q < facets.Length; q += 3)
                    {
                        float zq = facets[q + 2] - facets[q] * lx - facets[q + 1] * ly;
                        if (zq < z1) (z2, next, z1, lowest) = (z1, lowest, zq, q);
                        else if (zq < z2) (z2, next) = (zq, q);
                    }

                    // Near an edge the two facets blend: edges are rounded and, being convex, bright.
                    float near = Math.Max(0, 1 - (z2 - z1) / edge), half = 0.5f * near;
                    zx = -(facets[lowest] + half * (facets[next] - facets[lowest]));
                    zy = -(facets[lowest + 1] + half * (facets[next + 1] - facets[lowest + 1]));
                    z = floor + z1;
                    more = look.EdgeGain * near * near + tones[lowest / 3] * (1 - half) + tones[next / 3] * half;
                }

                float above = z - level[i], part = cover;
                bool meets = top[i] != 0;
                if (meets)
                {
                    part *= Math.Clamp(above / meet + 0.5f, 0, 1);
                    if (part <= 0 && above < -crevice) continue;
                }

                float inverse = 1 / MathF.Sqrt(1 + zx * zx + zy * zy), grazing = 1 - inverse;
                grazing *= 1 - sharp + sharp * grazing * grazing;
                float texture = grain > 0 ? grain * NoiseTile.Sample(lx * grainScale + grainX, ly * grainScale + grainY) : 0;
                float rim = rims[at] * Math.Clamp(above * free, 0.25f, 1);
                float yield = 1 + relief * (look.SlopeGain * grazing - (zx * lightX + zy * lightY) * inverse + more) + rim + texture;
                signal[i] += part * (1 - look.Translucency) * (tone * Math.Max(yield, 0.05f) - signal[i]);
                if (meets)
                {
                    float gap = MathF.Abs(above);
                    if (gap < crevice) signal[i] *= 1 - look.Crevice * cover * (1 - gap / crevice);
                }

                if (part >= 0.5f)
                {
                    top[i] = index;
                    level[i] = z;
                }
            }
        }
    }

    /// <summary>
    /// Lets a particle fall until it rests on the highest thing under it, into which it sinks a little: heights of its middle, nm. Its
    /// underside is taken as the mirror image of its upper side.
    /// </summary>
    private float Rest(Scene scene, PowderParticle p, float[] heights)
    {
        ViewGeometry g = scene.Geometry;
        float rest = p.CapHeight;
        for (int ring = 0; ring < Rings; ring++)
        {
            float share = (ring + 0.3f) / Rings;
            for (int n = 0; n < PowderParticle.Directions; n += PowderParticle.Directions / Spokes)
            {
                (double dx, double dy, double length) = PowderParticle.RayOf(n);
                double scale = share * p.Radius[n] / length;
                (float lx, float ly) = ((float)(dx * scale), (float)(dy * scale));
                (double px, double py) = g.Pixel(p.X + lx, p.Y + ly);
                int x = (int)(px + 0.5), y = (int)(py + 0.5);
                if (x < 0 || y < 0 || x >= g.Width || y >= g.Height || scene.Top[y * g.Width + x] == 0) continue;
                float under = p.CapHeight * heights[(int)(share * Entries)];
                if (p.Facets.Length > 0)
                {
                    under = float.MaxValue;
                    for (int q = 0; q < p.Facets.Length; q += 3) under = Math.Min(under, p.Facets[q + 2] - p.Facets[q] * lx - p.Facets[q + 1] * ly);
                    under = Math.Max(0, under);
                }

                rest = Math.Max(rest, scene.Level[y * g.Width + x] + under - _look.Sink * p.CapHeight);
            }
        }

        return rest;
    }

    private (float[] Heights, float[] Slopes) Cap(float exponent)
    {
        int key = (int)MathF.Round(exponent * 4);
        if (_caps.TryGetValue(key, out (float[], float[]) known)) return known;
        double p = key / 4.0;
        (float[] heights, float[] slopes) = (new float[Entries + 1], new float[Entries + 1]);
        for (int i = 0; i <= Entries; i++)
        {
            double rho = Math.Min((i + 0.5) / Entries, 1), rest = Math.Max(1e-4, 1 - Math.Pow(rho, p));
            heights[i] = (float)Math.Pow(rest, 1 / p);
            slopes[i] = (float)Math.Max(-LargestSlope, -Math.Pow(rho, p - 1) * Math.Pow(rest, 1 / p - 1));
        }

        return _caps[key] = (heights, slopes);
    }
}
