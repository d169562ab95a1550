namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Soft shadows of a pile at three scales: what lies lower than its surroundings sends fewer electrons to the detector, and what lies deep
/// is also out of focus. Each scale compares a place's height with the mean around it, shifted away from the detector.
/// </summary>
internal static class PileShadow
{
    private static readonly (float Sigma, float Weight)[] Scales = [(0.09f, 2.4f), (0.3f, 1.4f), (1.1f, 0.9f)];

    internal static void Apply(Scene scene, SceneLook look)
    {
        ViewGeometry g = scene.Geometry;
        float size = look.ParticleScaleNm, px = size / (float)g.PixelNm;
        float[]? soft = null;
        if (look.DepthBlur > 0)
        {
            soft = [.. scene.Signal];
            float sigma = Math.Min(0.07f * px, 4);
            GaussianBlur.Apply(soft, g.Width, g.Height, sigma, sigma);
        }

        for (int n = 0; n < Scales.Length; n++)
        {
            (float sigma, float weight) = Scales[n];
            int step = Math.Clamp((int)(sigma * px / 1.5f), 1, 8);
            (float[] mean, int width, int height) = Coarse(scene.Level, g.Width, g.Height, step);
            GaussianBlur.Apply(mean, width, height, sigma * px / step, sigma * px / step);
            float shift = Math.Min(look.ShadowShift, 1.5f * sigma + 0.05f) * px / step;
            (float shiftX, float shiftY) = (shift * MathF.Cos(look.LightAngle), -shift * MathF.Sin(look.LightAngle));
            float strength = weight * look.Shadow / size, blur = n == Scales.Length - 1 && soft is not null ? look.DepthBlur / size : 0;
            for (int y = 0; y < g.Height; y++)
            {
                float fy = Math.Clamp((y - (step - 1) / 2f) / step + shiftY, 0, height - 1.001f);
                int j = (int)fy;
                fy -= j;
                ReadOnlySpan<float> upper = mean.AsSpan(j * width, width), lower = mean.AsSpan(Math.Min(j + 1, height - 1) * width, width);
                for (int x = 0; x < g.Width; x++)
                {
                    int at = y * g.Width + x;
                    float fx = Math.Clamp((x - (step - 1) / 2f) / step + shiftX, 0, width - 1.001f);
                    int i = (int)fx, i1 = Math.Min(i + 1, width - 1);
                    fx -= i;
                    float around = (1 - fy) * (upper[i] + fx * (upper[i1] - upper[i])) + fy * (lower[i] + fx * (lower[i1] - lower[i]));
                    float below = around - scene.Level[at];
                    if (below <= 0) continue;
                    if (blur > 0) scene.Signal[at] += Math.Min(1, blur * below) * (Shaded(soft![at], scene.Signal[at]) - scene.Signal[at]);
                    scene.Signal[at] /= 1 + strength * below;
                }
            }
        }
    }

    /// <summary>The blurred signal does not know of the shadows of the finer scales: it may only be as dark as half of what is there, or as bright as twice.</summary>
    private static float Shaded(float soft, float sharp) => Math.Clamp(soft, 0.5f * sharp, 2 * sharp);

    private static (float[] Mean, int Width, int Height) Coarse(float[] level, int fullWidth, int fullHeight, int step)
    {
        if (step == 1) return ([.. level], fullWidth, fullHeight);
        int width = (fullWidth + step - 1) / step, height = (fullHeight + step - 1) / step;
        var mean = new float[width * height];
        for (int y = 0; y < height; y++)
        {
            int j1 = Math.Min((y + 1) * step, fullHeight);
            for (int x = 0; x < width; x++)
            {
                int i1 = Math.Min((x + 1) * step, fullWidth);
                float sum = 0;
                for (int j = y * step; j < j1; j++)
                    for (int i = x * step; i < i1; i++) sum += level[j * fullWidth + i];
                mean[y * width + x] = sum / ((j1 - y * step) * (i1 - x * step));
            }
        }

        return (mean, width, height);
    }
}
