using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>All that was measured on a frame before it counts; kept in the journal as <c>measures</c>, from which the running reference is rebuilt.</summary>
public sealed record FrameMeasures
{
    /// <summary>The frame.</summary>
    public required string FrameId { get; init; }

    /// <summary>What was said of the frame; null for accepted.</summary>
    public QuarantineReason? Verdict { get; init; }

    /// <summary>Mean grey over the full range, 0…1.</summary>
    public required double MeanGrey { get; init; }

    /// <summary>Standard deviation of what is there, noise left out, over the mean grey.</summary>
    public required double Contrast { get; init; }

    /// <summary>Standard deviation of the noise over the mean grey.</summary>
    public required double Noise { get; init; }

    /// <summary>Contrast over noise.</summary>
    public required double SignalToNoise { get; init; }

    /// <summary>Share of the variance up to 32 pixels that is lost within 1 to 2 pixels; noise does not enter.</summary>
    public required double Sharpness { get; init; }

    /// <summary><see cref="Sharpness"/> over that of the running reference; null without one.</summary>
    public double? SharpnessRatio { get; init; }

    /// <summary>Fine detail along x less that along y, over their sum.</summary>
    public required double AnisotropyStraight { get; init; }

    /// <summary>Fine detail along the falling diagonal less that along the rising one, over their sum.</summary>
    public required double AnisotropyDiagonal { get; init; }

    /// <summary>Length of both anisotropies less the reference's; 0 where there is too little detail to tell.</summary>
    public required double Astigmatism { get; init; }

    /// <summary>Darkening of the ground behind bright things in the line; negative for tails of charge.</summary>
    public required double Tail { get; init; }

    /// <summary>The same for the bright parts; clearly positive where things are lit from the side.</summary>
    public required double TailBright { get; init; }

    /// <summary>Jumps from line to line over those from column to column, ratio of variances.</summary>
    public required double LineJumps { get; init; }

    /// <summary>Coherence of the clearest straight step of brightness, 0…1.</summary>
    public required double EdgeCoherence { get; init; }

    /// <summary>Contrast of things between 8 and 32 pixels, over the mean grey.</summary>
    public required double MiddleContrast { get; init; }

    /// <summary>Skewness of the grey averaged over 8 pixels: positive where few bright things stand out.</summary>
    public required double Skewness { get; init; }

    /// <summary>Lines that are of one value or repeat the one before.</summary>
    public required int MissingRows { get; init; }

    /// <summary>Share of pixels at the white end, 0…1.</summary>
    public required double SaturatedFraction { get; init; }

    /// <summary>Drift during the exposure, pixels; null where nobody measured it.</summary>
    public double? DriftPx { get; init; }

    /// <summary>Electrons per nm² that the place had got before; null where nobody knows.</summary>
    public double? EarlierDoseENm2 { get; init; }

    /// <summary>Probe current, pA; null where it is unknown.</summary>
    public double? ProbeCurrentPa { get; init; }

    /// <summary>XXH3-64 of the pixels, 16 hex digits.</summary>
    public required string ImageHash { get; init; }
}
