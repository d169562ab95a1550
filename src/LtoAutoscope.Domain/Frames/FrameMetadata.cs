using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Domain.Frames;

/// <summary>All that is known of a frame besides its pixels. It is written into the TIFF and leads every figure back to its place on the sample.</summary>
public sealed record FrameMetadata
{
    /// <summary>Unique within its run and stable over a resumption, such as <c>a02-f0007</c> (area 2, frame 7).</summary>
    public required string FrameId { get; init; }

    /// <summary>The run that took it; empty for images that no instrument of ours took.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The sample's name.</summary>
    public string SampleName { get; init; } = "";

    /// <summary>Width in pixels.</summary>
    public required int WidthPx { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int HeightPx { get; init; }

    /// <summary>8 or 16.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>Edge of a pixel in nm; <see langword="null"/> where nobody knows it (no size may then be reported in nm).</summary>
    public required double? PixelSizeNm { get; init; }

    /// <summary>A reservation about the scale that every reader must see (“stand-in scale”), or <see langword="null"/>.</summary>
    public string? ScaleNote { get; init; }

    /// <summary>Where the stage stood, read back after the move.</summary>
    public StagePosition? Position { get; init; }

    /// <summary>Working distance, mm.</summary>
    public double? WorkingDistanceMm { get; init; }

    /// <summary>Acceleration voltage, kV.</summary>
    public double? BeamEnergyKv { get; init; }

    /// <summary>Probe current, pA.</summary>
    public double? ProbeCurrentPa { get; init; }

    /// <summary>Dwell time a pixel, µs.</summary>
    public double? DwellUs { get; init; }

    /// <summary>The focus score of the frame (normalised variance of the Laplacian, see docs/measures.md), or null.</summary>
    public double? FocusScore { get; init; }

    /// <summary>When the exposure ended.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>The instrument's name and serial number as it reported them.</summary>
    public string Instrument { get; init; } = "";

    /// <summary>Who made the instrument, as far as the file tells; empty for frames of our own.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>Serial number of the instrument; empty where it is not told apart from the name.</summary>
    public string SerialNumber { get; init; } = "";

    /// <summary>Magnification as the maker counts it; null where it is not told. Nothing is computed from it.</summary>
    public double? Magnification { get; init; }

    /// <summary>Name of the detector; empty where it is not told.</summary>
    public string Detector { get; init; } = "";

    /// <summary>The part of the pixels that is the picture, where the metadata tell of a data bar or a second picture beside it; null otherwise.</summary>
    public PixelArea? PictureArea { get; init; }

    /// <summary>Whether a microscope in software took it.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Half-width within which the pixel size is known, percent, where a calibration tells it; null for the stated default.</summary>
    public double? PixelSizeUncertaintyPercent { get; init; }

    /// <summary>Width of the field, µm; null where the pixel size is unknown.</summary>
    public double? FieldWidthUm => PixelSizeNm * WidthPx / 1000;
}
