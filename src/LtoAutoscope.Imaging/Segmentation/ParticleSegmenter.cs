using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Confidence;
using LtoAutoscope.Imaging.Marks;

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
    public const double SmallestScale = 0.1, LargestScale = 4;

    /// <summary>Pixels that the network may see of a frame that must be done before the next one is scanned.</summary>
    public const long PromptPixels = 800_000;

    /// <summary>Pixels that it may see where there is time.</summary>
    public const long PatientPixels = 8_000_000;

    /// <summary>Particles below this part of the expected (or found) diameter are taken for noise of the network.</summary>
    public const double SmallestPart = 0.2;

    private const double CloseEnough = 1.1;

    /// <summary>By how much the size found on the whole image may differ from the size looked for before it is looked at again.</summary>
    private const double StillRight = 1.4;

    /// <summary>Smoothing of the landscape in pixels of what the network sees; with the dynamics of 0.2 chosen on the validation images.</summary>
    private const double Smoothing = 2;

    /// <summary>
    /// An image is enlarged for small particles only until the network sees so many pixels; it is never seen smaller than it is for that.
    /// Default <see cref="PromptPixels"/>.
    /// </summary>
    public long SeenPixels { get; init; } = PromptPixels;

    /// <summary>What is done to the network's foreground probability; null for nothing. Default the network's own.</summary>
    internal PixelCalibration? Calibration { get; init; } = model.Confidence?.Pixel;

    /// <summary>Finds the particles of an image.</summary>
    /// <param name="image">The image, with or without a data bar.</param>
    /// <param name="expectedDiameterPx">Expected equivalent circle diameter, pixels; null has the scale found from the picture.</param>
    /// <param name="cancellationToken">Ends between two tiles.</param>
    /// <param name="known">Where the picture is by the file's metadata; null has data bars looked for in the pixels.</param>
    public SegmentationResult Segment(GreyImage image, double? expectedDiameterPx, CancellationToken cancellationToken, PixelArea? known = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        LargeFrame.Collect(image.Width, image.Height);
        PictureContent picture;
        float[] grey;
        using (AnalysisStage.Start(AnalysisStage.Normalise))
        {
            picture = PictureContent.Of(image, known);
            grey = GreyNormalisation.Standardise(picture.Pixels);
        }

        ImageRegion area = picture.Area;
        double scale = Bounded(
            expectedDiameterPx is double expected ? model.TargetDiameterPx / expected : ScaleSearch.Find(model, Separation, grey, area.Width, area.Height, cancellationToken), area);
        SegmentationMaps maps = AtScale(grey, area.Width, area.Height, scale, cancellationToken);
        if (expectedDiameterPx is null && maps.HasVotes && ScaleSearch.Asked(maps, model, scale) is double asked)
        {
            asked = Bounded(asked, area);
            if (asked / scale is > StillRight or < 1 / StillRight) maps = AtScale(grey, area.Width, area.Height, scale = asked, cancellationToken);
        }

        Calibration?.Apply(maps.Foreground);
        LabelImage labels = Separation(scale).Separate(maps);
        LargeFrame.Collect(image.Width, image.Height);
        float[] foreground = maps.Foreground.ToArray();
        picture.RemoveParticlesOnMarks(labels, foreground);
        return new SegmentationResult(new LabelImage(image.Width, image.Height, picture.Extend(labels.Labels, image)), picture.Extend(foreground, image), area, scale)
        {
            Maps = maps, Grey = grey, AnalysedLabels = labels,
        };
    }

    private double Bounded(double scale, ImageRegion area)
    {
        double largest = Math.Max(1, Math.Sqrt(SeenPixels / ((double)area.Width * area.Height)));
        scale = Math.Clamp(scale, SmallestScale, Math.Min(LargestScale, largest));
        return scale is > 1 / CloseEnough and < CloseEnough ? 1 : scale;
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
        SmoothingPx = Math.Max(0.7, Smoothing / scale),
        ReachPx = model.UnitPx / scale,
        Threads = model.Options.Threads,
    };
}
