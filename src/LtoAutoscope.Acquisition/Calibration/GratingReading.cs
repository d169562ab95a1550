using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>What a frame of a calibration grating tells of the pixel size.</summary>
public sealed record GratingReading
{
    /// <summary>The certificate.</summary>
    public required CalibrationGrating Grating { get; init; }

    /// <summary>Pixel size that the instrument claims, nm.</summary>
    public required double NominalPixelNm { get; init; }

    /// <summary>Pixel size along x, nm.</summary>
    public required double PixelXNm { get; init; }

    /// <summary>Pixel size along y, nm.</summary>
    public required double PixelYNm { get; init; }

    /// <summary>Direction of one set of lines' normal against the image's x axis, degrees, −45…45.</summary>
    public required double RotationDeg { get; init; }

    /// <summary>What the angle between both sets of lines differs from 90°, degrees.</summary>
    public required double SkewDeg { get; init; }

    /// <summary>Half-width of the measured mean pixel size (95 %), percent; the certificate's own is not in it.</summary>
    public required double RepeatabilityPercent { get; init; }

    /// <summary>Periods of the grating across the frame, the smaller of both directions.</summary>
    public required double Periods { get; init; }

    /// <summary>What the claimed pixel size has to be multiplied by: geometric mean of both directions.</summary>
    public double Scale => Math.Sqrt(PixelXNm * PixelYNm) / NominalPixelNm;

    /// <summary>The pitch as the claimed pixel size makes it, nm.</summary>
    public double MeasuredPitchNm => Grating.PitchNm / Scale;

    /// <summary>Half-width of the scale (95 %), percent: measurement and certificate in quadrature.</summary>
    public double UncertaintyPercent => Math.Sqrt(RepeatabilityPercent * RepeatabilityPercent + Grating.UncertaintyPercent * Grating.UncertaintyPercent);

    /// <summary>The data of a <see cref="Domain.Runs.RunEventKind.Calibrated"/> line.</summary>
    /// <param name="reason">Why it was measured: start, interval or end.</param>
    /// <param name="frameId">Id of the grating's frame.</param>
    public JsonObject ToJson(string reason, string frameId = "") => new()
    {
        ["frame_id"] = frameId, ["measured_pitch_nm"] = MeasuredPitchNm, ["certified_pitch_nm"] = Grating.PitchNm, ["scale"] = Scale, ["uncertainty_percent"] = UncertaintyPercent,
        ["repeatability_percent"] = RepeatabilityPercent, ["pixel_x_nm"] = PixelXNm, ["pixel_y_nm"] = PixelYNm, ["rotation_deg"] = RotationDeg, ["skew_deg"] = SkewDeg,
        ["certificate"] = Grating.Certificate, ["reason"] = reason,
    };
}
