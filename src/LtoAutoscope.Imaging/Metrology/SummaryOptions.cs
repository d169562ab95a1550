using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>What is known of a sample besides its particles.</summary>
public sealed record SummaryOptions
{
    /// <summary>Half-width within which a pixel size is taken to be known where nobody states it, percent: what makers commonly give for the magnification of an instrument in service.</summary>
    public const double DefaultPixelSizeUncertaintyPercent = 2;

    /// <summary>Half-width of the 95 % intervals that is asked for where nobody states it, percent of the figure.</summary>
    public const double DefaultPrecisionPercent = 5;

    /// <summary>Seed of the bootstrap; the same seed and frames give the same figures. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The sample, or null for loose images.</summary>
    public string? SampleName { get; init; }

    /// <summary>A reservation about the scale, or null.</summary>
    public string? ScaleNote { get; init; }

    /// <summary>Identity of the segmentation model.</summary>
    public string? SegmentationModel { get; init; }

    /// <summary>What the model is known to err by; null has stated defaults stand in.</summary>
    public MeasurementAccuracy? Accuracy { get; init; }

    /// <summary>Half-width within which the pixel size is known, percent; null for the default of 2.</summary>
    public double? PixelSizeUncertaintyPercent { get; init; }

    /// <summary>Half-width of the 95 % interval that is asked for, percent of the figure. Default 5.</summary>
    public double PrecisionPercent { get; init; } = DefaultPrecisionPercent;

    /// <summary>Bootstrap replicates. Default 400.</summary>
    public int Replicates { get; init; } = ClusterBootstrap.DefaultReplicates;
}
