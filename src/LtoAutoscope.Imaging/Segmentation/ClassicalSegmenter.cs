using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Segmentation without a network, as a second opinion: Otsu's threshold on the smoothed grey, then a watershed on the distance to the edge. Where it parts the grey levels
/// better, the slow background is taken off first. It takes the particles to be brighter than the substrate, unless the brighter class fills more than 80 % of the image's border.
/// </summary>
/// <remarks>N. Otsu, IEEE Trans. Syst. Man Cybern. 9, 62 (1979).</remarks>
public sealed record ClassicalSegmenter
{
    private const double BrightSubstrate = 0.8;
    private const int BackgroundStep = 8;
    private const int Bins = 256;

    /// <summary>Standard deviation of the smoothing before the threshold, pixels. Default 1.5.</summary>
    public double SmoothingPx { get; init; } = 1.5;

    /// <summary>Smaller particles are dropped, equivalent circle diameter in pixels. Default 5.</summary>
    public double MinimumDiameterPx { get; init; } = 5;

    /// <summary>How far a summit of the distance must stand above the pass, as a part of its height. Default 0.15.</summary>
    public double RelativeDynamics { get; init; } = 0.15;

    /// <summary>Standard deviation of the background's blur over the longer edge of the image; 0 leaves the background. Default 0.12.</summary>
    public double BackgroundShare { get; init; } = 0.12;

    /// <summary>The particles of an image without a data bar.</summary>
    public LabelImage Segment(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Segment(GreyNormalisation.Standardise(image), image.Width, image.Height);
    }

    /// <summary>The same for standardised grey, row-major.</summary>
    internal LabelImage Segment(float[] standardised, int width, int height)
    {
        float[] grey = GaussianBlur.Apply(standardised, width, height, SmoothingPx);
        (float threshold, double separation) = Otsu(grey);
        if (BackgroundShare > 0 && Math.Min(width, height) >= 4 * BackgroundStep)
        {
            float[] flat = WithoutBackground(grey, width, height);
            (float flatThreshold, double flatSeparation) = Otsu(flat);
            if (flatSeparation > separation) (grey, threshold) = (flat, flatThreshold);
        }

        bool[] inside = new bool[grey.Length];
        for (int i = 0; i < inside.Length; i++) inside[i] = grey[i] > threshold;
        if (BorderShare(inside, width) > BrightSubstrate)
            for (int i = 0; i < inside.Length; i++) inside[i] = !inside[i];
        float[] distance = DistanceTransform.Of(inside, width);
        double smallestArea = Math.PI / 4 * MinimumDiameterPx * MinimumDiameterPx;
        int[] labels = PersistenceWatershed.Flood(distance, inside, width, 0.75, RelativeDynamics, (int)(smallestArea / 4));
        LabelCleaning.FillHoles(labels, width);
        return LabelCleaning.Renumber(labels, width, smallestArea);
    }

    private float[] WithoutBackground(float[] grey, int width, int height)
    {
        int w = width / BackgroundStep, h = height / BackgroundStep;
        float[] slow = GaussianBlur.Apply(Resampling.Resize(grey, width, height, w, h), w, h, BackgroundShare * Math.Max(w, h));
        float[] flat = Resampling.Resize(slow, w, h, width, height);
        for (int i = 0; i < flat.Length; i++) flat[i] = grey[i] - flat[i];
        return flat;
    }

    /// <summary>The threshold that parts the grey levels best, and how well: variance between the classes over the whole variance, 0…1.</summary>
    private static (float Threshold, double Separation) Otsu(float[] grey)
    {
        float low = grey.Min(), high = grey.Max();
        if (high <= low) return (high, 0);
        double[] histogram = new double[Bins];
        float scale = Bins / (high - low);
        foreach (float g in grey) histogram[Math.Min(Bins - 1, (int)((g - low) * scale))]++;
        double total = grey.Length, sum = 0, square = 0, below = 0, sumBelow = 0, best = -1;
        for (int b = 0; b < Bins; b++)
        {
            sum += b * histogram[b];
            square += (double)b * b * histogram[b];
        }

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

        double variance = square / total - sum / total * (sum / total);
        return (low + (cut + 1) / scale, variance > 0 ? best / (total * total) / variance : 0);
    }

    private static double BorderShare(bool[] inside, int width)
    {
        int height = inside.Length / width, set = 0;
        for (int x = 0; x < width; x++) set += (inside[x] ? 1 : 0) + (inside[(height - 1) * width + x] ? 1 : 0);
        for (int y = 0; y < height; y++) set += (inside[y * width] ? 1 : 0) + (inside[y * width + width - 1] ? 1 : 0);
        return set / (2.0 * (width + height));
    }
}
