namespace LtoAutoscope.Domain.Particles;

/// <summary>The morphology of one sample: <c>morphology.json</c>. Number-weighted at the top level, volume-weighted beside it.</summary>
public sealed record Morphology
{
    /// <summary>Counted particles: whole ones, those at a border excluded.</summary>
    public required int ParticleCount { get; init; }

    /// <summary>Particles that touch a border and were left out.</summary>
    public int BorderCount { get; init; }

    /// <summary>Frames (clusters) behind the intervals.</summary>
    public int FrameCount { get; init; }

    /// <summary>Pixel size, nm; the mean over frames where it varies.</summary>
    public required double PixelSizeNm { get; init; }

    /// <summary>A reservation about the scale, or null.</summary>
    public string? ScaleNote { get; init; }

    /// <summary>The sample's name, or null for loose images.</summary>
    public string? SampleName { get; init; }

    /// <summary>Equivalent circle diameter, nm, by number.</summary>
    public required MeasureSummary DiameterNm { get; init; }

    /// <summary>Aspect ratio by number.</summary>
    public required MeasureSummary AspectRatio { get; init; }

    /// <summary>Fractal dimension by number.</summary>
    public required MeasureSummary FractalDimension { get; init; }

    /// <summary>The same, each particle weighted by the volume of the sphere of its diameter.</summary>
    public required MorphologySummaries VolumeWeighted { get; init; }

    /// <summary>The joint distribution, one entry a counted particle (at most 5,000, drawn evenly), for the cell model.</summary>
    public IReadOnlyList<JointSample> Joint { get; init; } = [];

    /// <summary>Identity of the segmentation model.</summary>
    public string? SegmentationModel { get; init; }

    /// <summary>What the segmentation model ran on: CPU, CUDA or DirectML, and why it was not the one that the program was built for.</summary>
    public string? NetworkRanOn { get; init; }

    /// <summary>Outlines by class; null in files from before classes.</summary>
    public ClassCounts? Classes { get; init; }

    /// <summary>What border weights and overlapped particles do to the means; null in older files.</summary>
    public SelectionEffects? SelectionEffects { get; init; }

    /// <summary>Agglomerates; null where the particles do not tell theirs.</summary>
    public AgglomerateSummary? Agglomerates { get; init; }

    /// <summary>The log-normal distribution fitted to the diameters by number; null with fewer than 8 particles.</summary>
    public LogNormalFit? LogNormal { get; init; }

    /// <summary>Correlations and quantiles of size, aspect ratio and roughness; null in older files.</summary>
    public JointSummary? JointSummary { get; init; }

    /// <summary>What the asked precision still needs; empty in older files.</summary>
    public IReadOnlyList<PrecisionNeed> Precision { get; init; } = [];

    /// <summary>The uncertainty budgets of the number-weighted means and medians; empty in older files.</summary>
    public IReadOnlyList<UncertaintyBudget> Uncertainty { get; init; } = [];
}
