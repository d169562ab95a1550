using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Annotations;

namespace LtoAutoscope.Imaging.Tests.Annotations;

/// <summary>Label maps for tests.</summary>
internal static class Masks
{
    /// <summary>A mask drawn with letters: every other sign than a dot is inside.</summary>
    internal static ParticleMask Drawn(params string[] rows)
    {
        var labels = new LabelImage(rows[0].Length + 2, rows.Length + 2);
        for (int y = 0; y < rows.Length; y++)
            for (int x = 0; x < rows[y].Length; x++) labels[x + 1, y + 1] = rows[y][x] == '.' ? 0 : 1;
        return ParticleMask.All(labels).Single();
    }

    /// <summary>Touching and overlapping ellipses of random size and direction, the later ones on top, one with a hole; as crowded as a powder.</summary>
    internal static LabelImage Crowd(int width, int height, int seed, int count = 60)
    {
        var random = new Random(seed);
        var labels = new LabelImage(width, height);
        for (int label = 1; label <= count; label++)
        {
            double x0 = random.NextDouble() * width, y0 = random.NextDouble() * height, a = 6 + 20 * random.NextDouble(), b = a * (0.4 + 0.6 * random.NextDouble()), turn = Math.PI * random.NextDouble();
            double cos = Math.Cos(turn), sin = Math.Sin(turn);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double u = (cos * (x - x0) + sin * (y - y0)) / a, v = (cos * (y - y0) - sin * (x - x0)) / b, r = u * u + v * v;
                    if (r < 1 && !(label % 10 == 0 && r < 0.1)) labels[x, y] = label;
                }
            }
        }

        // Slivers that later ones left are no particles.
        foreach (ParticleMask mask in ParticleMask.All(labels).Where(static mask => mask.Area < 40))
            for (int i = 0; i < labels.Labels.Length; i++)
                if (labels.Labels[i] == mask.Label) labels.Labels[i] = 0;
        return labels;
    }

    internal static GreyImage Picture(LabelImage labels, int bits = 8)
    {
        var image = new GreyImage(labels.Width, labels.Height, bits);
        var random = new Random(labels.Maximum);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)((labels.Labels[i] > 0 ? 150 : 60) * (bits == 16 ? 200 : 1) + random.Next(40));
        return image;
    }
}
