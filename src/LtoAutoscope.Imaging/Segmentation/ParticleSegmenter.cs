using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// From an image to its particles: cuts the data bar off, standardises the grey, brings the particles to the size the network was
/// trained for, runs it, brings the maps back, and separates the particles at the image's own resolution.
/// </summary>
/// <param name="model">The network; not owned.</param>
/// <param name="settings">Threshold and smallest particle.</param>
/// <remarks>Thread safety: may be called from several threads. Deterministic.</remarks>
public sealed class ParticleSegmenter(SegmentationModel model, SegmentationSettings settings)
{
    /// <summary>Range of the resampling factor.</summary>
    public const double SmallestScale = 0.1, LargestScale = 3;

    /// <summary>Particles below this part of the expected (or found) diameter are taken for noise of the network.</summary>
    public const double SmallestPart = 0.2;

    private const double CloseEnough = 1.1;

    /// <summary>Smoothing of the landscape in pixels of what the network sees; with the dynamics of 0.2 chosen on the validation images.</summary>
    private const double Smoothing = 2;

    /// <summary>Finds the particles of an image.</summary>
    /// <param name="image">The image, with or without a data bar.</param>
    /// <param name="expectedDiameterPx">Expected equivalent circle diameter, pixels; null has the scale found from the picture.</param>
    /// <param name="cancellationToken">Ends between two tiles.</param>
    public SegmentationResult Segment(GreyImage image, double? expectedDiameterPx, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ImageRegion area;
        float[] grey;
        using (AnalysisStage.Start(AnalysisStage.Normalise))
        {
            area = DataBar.Picture(image);
            grey = GreyNormalisation.Standardise(area.Height == image.Height ? image : image.Crop(0, 0, area.Width, area.Height));
        }

        double scale = expectedDiameterPx is double expected
            ? model.TargetDiameterPx / expected
            : ScaleSearch.Find(model, Separation(1), grey, area.Width, area.Height, cancellationToken);
        scale = Math.Clamp(scale, SmallestScale, LargestScale);
        if (scale is > 1 / CloseEnough and < CloseEnough) scale = 1;
        SegmentationMaps maps = AtScale(grey, area.Width, area.Height, scale, cancellationToken);
        LabelImage labels = Separation(scale).Separate(maps);
        return area.Height == image.Height
            ? new SegmentationResult(labels, maps.Foreground.ToArray(), area, scale)
            : new SegmentationResult(
                new LabelImage(image.Width, image.Height, Extend<int>(labels.Labels, image)), Extend<float>(maps.Foreground, image), area, scale);
    }

    private SegmentationMaps AtScale(float[] grey, int width, int height, double scale, CancellationToken cancellationToken)
    {
        int w = Math.Max(8, (int)Math.Round(width * scale)), h = Math.Max(8, (int)Math.Round(height * scale));
        return TiledInference.Run(model, grey, width, height, w, h, cancellationToken);
    }

    private InstanceSeparation Separation(double scale) => new()
    {
        Threshold = settings.Threshold,
        MinimumDiameterPx = Math.Max(settings.MinimumDiameterPx, SmallestPart * model.TargetDiameterPx / scale),
        SmoothingPx = Math.Max(0.5, Smoothing / scale),
    };

    private static T[] Extend<T>(ReadOnlySpan<T> values, GreyImage image)
    {
        var whole = new T[image.Pixels.Length];
        values.CopyTo(whole);
        return whole;
    }
}
