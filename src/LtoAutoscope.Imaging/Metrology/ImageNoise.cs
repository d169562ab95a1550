using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The noise of an image from its background: what a mask that is blind to slopes and edges leaves.</summary>
/// <remarks>J. Immerkær, Comput. Vis. Image Underst. 64, 300 (1996). Texture of the substrate counts as noise, so the figure is an upper estimate.</remarks>
internal static class ImageNoise
{
    private const int LeastPixels = 1000;

    /// <summary>Variance of the noise, squared grey levels: of the pixels outside all particles, or of all where those are too few.</summary>
    internal static double Variance(GreyImage image, LabelImage labels, ImageRegion area)
    {
        (double sum, int count) = Sum(image, labels, area, backgroundOnly: true);
        if (count < LeastPixels) (sum, count) = Sum(image, labels, area, backgroundOnly: false);
        if (count == 0) return 0;
        double deviation = Math.Sqrt(Math.PI / 2) * sum / (6.0 * count);
        return deviation * deviation;
    }

    private static (double Sum, int Count) Sum(GreyImage image, LabelImage labels, ImageRegion area, bool backgroundOnly)
    {
        double sum = 0;
        int count = 0, w = image.Width;
        ushort[] p = image.Pixels;
        for (int y = area.Y + 1; y < area.Bottom - 1; y += 2)
        {
            for (int x = area.X + 1; x < area.Right - 1; x += 2)
            {
                int i = y * w + x;
                if (backgroundOnly && (labels.Labels[i] | labels.Labels[i - w - 1] | labels.Labels[i - w + 1] | labels.Labels[i + w - 1] | labels.Labels[i + w + 1]) != 0) continue;
                sum += Math.Abs(p[i - w - 1] - 2 * p[i - w] + p[i - w + 1] - 2 * p[i - 1] + 4 * p[i] - 2 * p[i + 1] + p[i + w - 1] - 2 * p[i + w] + p[i + w + 1]);
                count++;
            }
        }

        return (sum, count);
    }
}
