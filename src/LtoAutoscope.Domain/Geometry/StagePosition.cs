using System.Globalization;

namespace LtoAutoscope.Domain.Geometry;

/// <summary>A point in the stage's own frame: millimetres and degrees, as the instrument reports them.</summary>
/// <param name="XMm">x in mm.</param>
/// <param name="YMm">y in mm.</param>
/// <param name="ZMm">z in mm; the sign (towards the lens or away) is the instrument's and stated in its configuration.</param>
/// <param name="RotationDeg">Rotation in degrees.</param>
/// <param name="TiltDeg">Tilt in degrees, 0 = flat under the beam.</param>
public readonly record struct StagePosition(double XMm, double YMm, double ZMm, double RotationDeg, double TiltDeg)
{
    /// <summary>The in-plane distance to another position, mm.</summary>
    public double PlanarDistanceMm(StagePosition other)
        => Math.Sqrt((XMm - other.XMm) * (XMm - other.XMm) + (YMm - other.YMm) * (YMm - other.YMm));

    /// <summary>Invariant text for messages: four decimals of a millimetre, two of a degree.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"x {Shown(XMm, 4):0.0000} mm, y {Shown(YMm, 4):0.0000} mm, z {Shown(ZMm, 4):0.0000} mm, rotation {Shown(RotationDeg, 2):0.00}°, tilt {Shown(TiltDeg, 2):0.00}°");

    /// <summary>Rounded, and without the sign of a zero.</summary>
    private static double Shown(double value, int decimals) => Math.Round(value, decimals) + 0.0;
}
