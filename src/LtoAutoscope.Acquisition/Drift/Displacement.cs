using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>From a displacement in an image to the stage, and to what corrects it.</summary>
public static class Displacement
{
    /// <summary>Range of an electrical image shift that is used where the instrument does not tell its own, µm in each direction.</summary>
    public const double UsualBeamShiftUm = 10;

    private static readonly StagePosition Origin = default;

    /// <summary>How far the sample moved, stage axes, µm: what stood under the middle of the field now stands so much farther along.</summary>
    /// <param name="shift">Displacement of the picture.</param>
    /// <param name="pixelSizeNm">Edge of a pixel, nm.</param>
    /// <param name="rotationDeg">Angle from the image's x axis to the stage's, degrees counter-clockwise.</param>
    public static (double XUm, double YUm) OfSampleUm(ShiftEstimate shift, double pixelSizeNm, double rotationDeg = 0)
    {
        var scale = new StageImageTransform(Origin, 1, 1, pixelSizeNm, rotationDeg);
        (double x, double y) = scale.ToStage(new ImagePoint(shift.XPx, shift.YPx));
        return (x * 1000, y * 1000);
    }

    /// <summary>What brings a displaced sample back under the middle of the field.</summary>
    /// <param name="xUm">Displacement of the sample, stage x, µm.</param>
    /// <param name="yUm">Stage y, µm.</param>
    /// <param name="fieldWidthUm">Width of the field, µm.</param>
    /// <param name="settings">From which displacement on, and by what.</param>
    /// <param name="target">Where the stage stands now or was to stand.</param>
    /// <param name="beamShiftUm">The electrical shift that is set, µm along the image's axes, y upwards; null where the instrument has none.</param>
    /// <param name="rangeUm">Its range in each direction, µm.</param>
    /// <param name="rotationDeg">Angle from the image's x axis to the stage's, degrees counter-clockwise.</param>
    public static DisplacementCorrection Correct(double xUm, double yUm, double fieldWidthUm, DriftSettings settings, StageTarget target, (double XUm, double YUm)? beamShiftUm, double rangeUm = UsualBeamShiftUm, double rotationDeg = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        double length = Math.Sqrt(xUm * xUm + yUm * yUm), limit = settings.ToleranceFraction * fieldWidthUm;
        if (settings.Correct == DriftCorrection.None) return new DisplacementCorrection(DriftCorrection.None, null, null, FormattableString.Invariant($"{length:0.000} µm are stated and not corrected, as the recipe says"));
        if (length <= limit) return new DisplacementCorrection(DriftCorrection.None, null, null, FormattableString.Invariant($"{length:0.000} µm are within the tolerance of {limit:0.000} µm"));
        if (settings.Correct == DriftCorrection.BeamShift && beamShiftUm is { } set)
        {
            (double sin, double cos) = Math.SinCos(rotationDeg * Math.PI / 180);
            (double XUm, double YUm) shift = (set.XUm + cos * xUm + sin * yUm, set.YUm - sin * xUm + cos * yUm);
            if (Math.Max(Math.Abs(shift.XUm), Math.Abs(shift.YUm)) <= rangeUm)
                return new DisplacementCorrection(DriftCorrection.BeamShift, shift, null, FormattableString.Invariant($"{length:0.000} µm are corrected by the electrical shift (limit {limit:0.000} µm)"));
        }

        StageTarget moved = target with { XMm = target.XMm + xUm / 1000, YMm = target.YMm + yUm / 1000 };
        return new DisplacementCorrection(DriftCorrection.Stage, null, moved, FormattableString.Invariant($"{length:0.000} µm are corrected by the stage (limit {limit:0.000} µm)"));
    }
}
