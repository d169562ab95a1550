using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Twin.Motion;

/// <summary>The distance between holder and lens.</summary>
/// <param name="lens">Their shapes.</param>
/// <param name="referenceZMm">The z at which <see cref="LensOptions.ClearanceMm"/> holds, mm.</param>
/// <param name="zTowardsLens">+1 or −1.</param>
public sealed class LensGeometry(LensOptions lens, double referenceZMm, int zTowardsLens)
{
    private const int RimPoints = 36;
    private readonly double _cone = Math.Tan(lens.ConeDeg * Math.PI / 180);

    /// <summary>The least vertical distance between the holder's upper side and the lens, mm; negative when they would overlap.</summary>
    public double GapMm(StagePosition place)
    {
        if (!lens.IsThere) return double.PositiveInfinity;
        (double sin, double cos) = Math.SinCos(place.TiltDeg * Math.PI / 180);
        double rise = (place.ZMm - referenceZMm) * zTowardsLens + lens.HolderHeightMm * cos;
        double gap = double.PositiveInfinity;
        if (place.XMm * place.XMm + place.YMm * place.YMm <= lens.HolderRadiusMm * lens.HolderRadiusMm) gap = Under(0, 0);
        for (int i = 0; i < RimPoints; i++)
        {
            (double s, double c) = Math.SinCos(2 * Math.PI * i / RimPoints);
            gap = Math.Min(gap, Under(lens.HolderRadiusMm * c - place.XMm, lens.HolderRadiusMm * s - place.YMm));
        }

        return gap;

        // A point of the holder's plane, u along the tilt axis and v across it, measured from the point under the beam.
        double Under(double u, double v)
        {
            double across = v * cos - lens.HolderHeightMm * sin, distance = Math.Sqrt(u * u + across * across);
            return lens.ClearanceMm + Math.Max(0, distance - lens.FaceRadiusMm) * _cone - (rise + v * sin);
        }
    }

    /// <summary>Whether no place up to this rise and tilt can touch, wherever x, y and rotation stand.</summary>
    internal bool IsFar(double highestRiseMm, double largestTiltDeg)
        => !lens.IsThere || highestRiseMm + Math.Abs(lens.HolderHeightMm) + Reach * Math.Sin(Math.Min(90, Math.Abs(largestTiltDeg)) * Math.PI / 180) < lens.ClearanceMm;

    /// <summary>How far the stage stands above its reference towards the lens, mm.</summary>
    internal double RiseMm(double zMm) => (zMm - referenceZMm) * zTowardsLens;

    // The holder's far edge when it is moved right out.
    private double Reach => lens.HolderRadiusMm + 75;
}
