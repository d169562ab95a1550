using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>A frame full of wobbly ellipses, one a cell of a grid, as the segmentation hands it on: for timing, not for truth.</summary>
/// <param name="Labels">The instance mask.</param>
/// <param name="Foreground">Foreground map with an edge of about two pixels.</param>
/// <param name="Image">Grey with noise.</param>
public sealed record SpeedScene(LabelImage Labels, float[] Foreground, GreyImage Image)
{
    private const double SmallestPart = 0.5, LargestPart = 0.85, EdgePx = 1.8, Wobble = 0.04, LargestAspectRatio = 1.8;

    /// <summary>Makes a frame of about <paramref name="count"/> particles.</summary>
    public static SpeedScene Make(int width, int height, int count, int seed)
    {
        var random = new Random(seed);
        double cell = Math.Sqrt((double)width * height / count);
        int columns = (int)Math.Round(width / cell), rows = (int)Math.Round(height / cell);
        var labels = new LabelImage(width, height);
        float[] foreground = new float[width * height];
        var image = new GreyImage(width, height, 16);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(12000 + 600 * (random.NextDouble() + random.NextDouble() - 1));
        for (int k = 0; k < columns * rows; k++)
        {
            double cx = (k % columns + 0.5) * width / columns, cy = (k / columns + 0.5) * height / rows;
            double radius = cell / 2 * (SmallestPart + (LargestPart - SmallestPart) * random.NextDouble());
            Draw(labels, foreground, image, k + 1, cx, cy, radius, random);
        }

        return new SpeedScene(labels, foreground, image);
    }

    private static void Draw(LabelImage labels, float[] foreground, GreyImage image, int label, double cx, double cy, double radius, Random random)
    {
        double stretch = Math.Sqrt(1 + (LargestAspectRatio - 1) * random.NextDouble()), angle = Math.PI * random.NextDouble(), phase = 7 * random.NextDouble();
        (double sin, double cos) = Math.SinCos(angle);
        double reach = radius * stretch * (1 + 2 * Wobble) + EdgePx;
        for (int y = Math.Max((int)(cy - reach), 0); y <= Math.Min((int)(cy + reach), labels.Height - 1); y++)
        {
            for (int x = Math.Max((int)(cx - reach), 0); x <= Math.Min((int)(cx + reach), labels.Width - 1); x++)
            {
                double u = (cos * (x - cx) + sin * (y - cy)) / stretch, v = (cos * (y - cy) - sin * (x - cx)) * stretch;
                double turn = Math.Atan2(v, u), edge = radius * (1 + Wobble * (Math.Sin(5 * turn + phase) + 0.6 * Math.Sin(11 * turn) + 0.3 * Math.Sin(23 * turn + phase)));
                double probability = Math.Clamp(0.5 + (edge - Math.Sqrt(u * u + v * v)) / EdgePx, 0, 1);
                int i = y * labels.Width + x;
                if (probability <= foreground[i]) continue;
                foreground[i] = (float)probability;
                if (probability <= 0.5) continue;
                labels.Labels[i] = label;
                image.Pixels[i] = (ushort)(image.Pixels[i] + 20000 + 3000 * random.NextDouble());
            }
        }
    }
}
