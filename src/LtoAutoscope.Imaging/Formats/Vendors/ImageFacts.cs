using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>What an image file and the files beside it tell besides pixels; each value with where it came from.</summary>
public sealed record ImageFacts
{
    /// <summary>Nothing known.</summary>
    public static ImageFacts None { get; } = new();

    /// <summary>Maker of the instrument.</summary>
    public Known<string>? Vendor { get; init; }

    /// <summary>Name of the instrument.</summary>
    public Known<string>? Instrument { get; init; }

    /// <summary>Its serial number.</summary>
    public Known<string>? SerialNumber { get; init; }

    /// <summary>What is said of the pixel size, the most trusted first.</summary>
    public IReadOnlyList<PixelSizeClaim> PixelSizes { get; init; } = [];

    /// <summary>Magnification as the maker counts it.</summary>
    public Known<double>? Magnification { get; init; }

    /// <summary>Acceleration voltage, kV.</summary>
    public Known<double>? BeamEnergyKv { get; init; }

    /// <summary>Working distance, mm.</summary>
    public Known<double>? WorkingDistanceMm { get; init; }

    /// <summary>Probe current, pA.</summary>
    public Known<double>? ProbeCurrentPa { get; init; }

    /// <summary>Dwell time a pixel, µs.</summary>
    public Known<double>? DwellUs { get; init; }

    /// <summary>Tilt of the stage, degrees.</summary>
    public Known<double>? StageTiltDeg { get; init; }

    /// <summary>Place of the stage along x, mm, in the maker's own frame.</summary>
    public Known<double>? StageXMm { get; init; }

    /// <summary>Place of the stage along y, mm.</summary>
    public Known<double>? StageYMm { get; init; }

    /// <summary>Place of the stage along z, mm; its sign is the maker's.</summary>
    public Known<double>? StageZMm { get; init; }

    /// <summary>Rotation of the stage, degrees.</summary>
    public Known<double>? StageRotationDeg { get; init; }

    /// <summary>Emission current of the gun, µA.</summary>
    public Known<double>? EmissionCurrentUa { get; init; }

    /// <summary>Diameter of the beam-limiting aperture, µm.</summary>
    public Known<double>? ApertureUm { get; init; }

    /// <summary>Spot size as the maker counts it.</summary>
    public Known<string>? SpotSize { get; init; }

    /// <summary>Detector.</summary>
    public Known<string>? Detector { get; init; }

    /// <summary>When it was taken, by the instrument's own clock, whose zone no maker tells.</summary>
    public Known<DateTime>? TakenAt { get; init; }

    /// <summary>The part of the pixels that is the picture; null where no metadata speak of a data bar.</summary>
    public Known<PixelArea>? Area { get; init; }

    /// <summary>The maker's whole block as it is written, <c>section.key</c> or <c>key</c> with its text; empty where there is none. At most 2,000 keys and 500 characters a value.</summary>
    public IReadOnlyDictionary<string, string> Block { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a reader should know: values that were refused, contradictions.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>These facts, with those of a less trusted source where these are silent.</summary>
    public ImageFacts Or(ImageFacts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ImageFacts
        {
            Vendor = Vendor ?? other.Vendor, Instrument = Instrument ?? other.Instrument, SerialNumber = SerialNumber ?? other.SerialNumber,
            PixelSizes = [.. PixelSizes, .. other.PixelSizes], Magnification = Magnification ?? other.Magnification,
            BeamEnergyKv = BeamEnergyKv ?? other.BeamEnergyKv, WorkingDistanceMm = WorkingDistanceMm ?? other.WorkingDistanceMm,
            ProbeCurrentPa = ProbeCurrentPa ?? other.ProbeCurrentPa, DwellUs = DwellUs ?? other.DwellUs, StageTiltDeg = StageTiltDeg ?? other.StageTiltDeg,
            StageXMm = StageXMm ?? other.StageXMm, StageYMm = StageYMm ?? other.StageYMm, StageZMm = StageZMm ?? other.StageZMm, StageRotationDeg = StageRotationDeg ?? other.StageRotationDeg,
            EmissionCurrentUa = EmissionCurrentUa ?? other.EmissionCurrentUa, ApertureUm = ApertureUm ?? other.ApertureUm, SpotSize = SpotSize ?? other.SpotSize, Block = Block.Count > 0 ? Block : other.Block,
            Detector = Detector ?? other.Detector, TakenAt = TakenAt ?? other.TakenAt, Area = Area ?? other.Area, Notes = [.. Notes, .. other.Notes],
        };
    }
}
