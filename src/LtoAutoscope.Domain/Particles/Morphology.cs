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
}
