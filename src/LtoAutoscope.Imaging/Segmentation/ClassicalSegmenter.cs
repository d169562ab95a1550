using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Segmentation without a network, as a second opinion: Otsu's threshold on the smoothed grey, then a watershed on the distance to the edge.
/// It takes the particles to be brighter than the substrate, unless the brighter class fills more than 80 % of the image's border.
/// </summary>
/// <remarks>N. Otsu, IEEE Trans. Syst. Man Cybern. 9, 62 (1979).</remarks>
public sealed record ClassicalSegmenter
{
    private const double BrightSubstrate = 0.8;

    /// <summary>Standard deviation of the smoothing before the threshold, pixels. Default 1.5.</summary>
    public double SmoothingPx { get; init; } = 1.5;

    /// <summary>Smaller particles are dropped, equivalent circle diameter in pixels. Default 5.</summary>
    public double MinimumDiameterPx { get; init; } = 5;

    /// <summary>How far a summit of the distance must stand above the pass, as a part of its height. Default 0.15.</summary>
    public double RelativeDynamics { get; init; } = 0.15;

    /// <summary>The particles of an image without a data bar.</summary>
    public LabelImage Segment(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        float[] grey = GaussianBlur.Apply(GreyNormalisation.Standardise(image), image.Width, image.Height, SmoothingPx);
        float threshold = Otsu(grey);
        bool[] inside = [.. grey.Select(g => g > threshold)];
        if (BorderShare(inside, image.Width) > BrightSubstrate)
            for (int i = 0; i < inside.Length; i++) inside[i] = !inside[i];
        float[] distance = DistanceTransform.Of(inside, image.Width);
        double smallestArea = Math.PI / 4 * MinimumDiameterPx * MinimumDiameterPx;
        int[] labels = PersistenceWatershed.Flood(distance, inside, image.Width, 0.75, RelativeDynamics, (int)(smallestArea / 4));
        LabelCleaning.FillHoles(labels, image.Width);
        return LabelCleaning.Renumber(labels, image.Width, smallestArea);
    }

    private static float Otsu(float[] grey)
    {
        const int Bins = 256;
        float low = grey.Min(), high = grey.Max();
        if (high <= low) return high;
        double[] histogram = new double[Bins];
        foreach (float g in grey) histogram[Math.Min(Bins - 1, (int)((g - low) / (high - low) * Bins))]++;
        double total = grey.Length, sum = 0, below = 0, sumBelow = 0, best = -1;
        for (int b = 0; b < Bins; b++) sum += b * histogram[b];
        int cut = 0;
        for (int b = 0; b < Bins - 1; b++)
        {
            below += histogram[b];
            sumBelow += b * histogram[b];
            if (below == 0 || below == total) continue;
            double difference = sumBelow / below - (sum - sumBelow) / (total - below);
            double between = below * (total - below) * difference * difference;
            if (between <= best) continue;
            best = between;
            cut = b;
        }

        return low + (cut + 1) * (high - low) / Bins;
    }

    private static double BorderShare(bool[] inside, int width)
    {
        int height = inside.Length / width, set = 0;
        for (int x = 0; x < width; x++) set += (inside[x] ? 1 : 0) + (inside[(height - 1) * width + x] ? 1 : 0);
        for (int y = 0; y < height; y++) set += (inside[y * width] ? 1 : 0) + (inside[y * width + width - 1] ? 1 : 0);
        return set / (2.0 * (width + height));
    }
}
