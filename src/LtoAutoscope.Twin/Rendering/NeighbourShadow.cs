namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Darkens what lies lower than its surroundings: secondary electrons from there meet a neighbour before the detector. The mean height
/// around a place, shifted away from the detector, is compared with its own; on a quarter of the resolution, because shadows are soft.
/// </summary>
internal static class NeighbourShadow
{
    private const int Step = 4;

    internal static void Apply(Scene scene, SceneLook look)
    {
        if (look.Shadow <= 0) return;
        ViewGeometry g = scene.Geometry;
        int step = look.ParticleScaleNm / g.PixelNm < 8 ? 1 : Step;
        int width = (g.Width + step - 1) / step, height = (g.Height + step - 1) / step;
        var mean = new float[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float sum = 0;
                int n = 0;
                for (int j = y * step; j < Math.Min((y + 1) * step, g.Height); j++)
                    for (int i = x * step; i < Math.Min((x + 1) * step, g.Width); i++, n++) sum += scene.Level[j * g.Width + i];
                mean[y * width + x] = sum / n;
            }
        }

        float sigma = 0.28f * look.ParticleScaleNm / (float)(g.PixelNm * step);
        GaussianBlur.Apply(mean, width, height, sigma, sigma);
        float shift = 0.12f * look.ParticleScaleNm / (float)(g.PixelNm * step);
        float shiftX = shift * MathF.Cos(look.LightAngle), shiftY = -shift * MathF.Sin(look.LightAngle);
        float strength = 1.6f * look.Shadow / look.ParticleScaleNm;
        for (int y = 0; y < g.Height; y++)
        {
            float fy = Math.Clamp((y - (step - 1) / 2f) / step + shiftY, 0, height - 1.001f);
            int j = Math.Min((int)fy, Math.Max(0, height - 2));
            fy -= j;
            ReadOnlySpan<float> top = mean.AsSpan(j * width, width), bottom = mean.AsSpan(Math.Min(j + 1, height - 1) * width, width);
            for (int x = 0; x < g.Width; x++)
            {
                float fx = Math.Clamp((x - (step - 1) / 2f) / step + shiftX, 0, width - 1.001f);
                int i = (int)fx, i1 = Math.Min(i + 1, width - 1);
                fx -= i;
                float around = (1 - fy) * (top[i] + fx * (top[i1] - top[i])) + fy * (bottom[i] + fx * (bottom[i1] - bottom[i]));
                float over = around - scene.Level[y * g.Width + x];
                if (over > 0) scene.Signal[y * g.Width + x] /= 1 + strength * over;
            }
        }
    }
}
