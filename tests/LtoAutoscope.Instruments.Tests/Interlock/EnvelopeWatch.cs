using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

/// <summary>What must hold of an instrument at every moment, worked out without the interlock's own code.</summary>
internal sealed class EnvelopeWatch(SafetyEnvelope envelope)
{
    /// <summary>A stage may come to rest, and read, this far beyond a limit; mm and degrees.</summary>
    public const double Margin = 2e-3;

    /// <summary>Fails when a place of the stage lies outside the envelope.</summary>
    public void AssertPlace(StagePosition place)
    {
        Inside(envelope.Limits.X, place.XMm, "x");
        Inside(envelope.Limits.Y, place.YMm, "y");
        Inside(envelope.Limits.Z, place.ZMm, "z");
        Inside(envelope.Limits.Rotation, place.RotationDeg, "rotation");
        Inside(envelope.Limits.Tilt, place.TiltDeg, "tilt");
        double top = place.ZMm + envelope.HolderHeightMm * envelope.ZTowardsLens;
        if (envelope.LensZMm is { } lens && !((lens - top) * envelope.ZTowardsLens >= envelope.MinimumWorkingDistanceMm - Margin)) Fail($"the top at z {top} mm is too near to the lens");
        if (envelope.ZByTilt.Count > 0 && !((top - LimitAt(envelope.ZByTilt, place.TiltDeg)) * envelope.ZTowardsLens <= Margin)) Fail($"the top at z {top} mm is too high for tilt {place.TiltDeg}°");
        foreach (KeepOutVolume volume in envelope.KeepOut)
            if (IsInside(volume, place, top)) Fail($"{place} is inside '{volume.Name}'");
    }

    private static bool IsInside(KeepOutVolume volume, StagePosition place, double top)
    {
        double low = Math.Min(place.ZMm, top), high = Math.Max(place.ZMm, top);
        if (high <= volume.Z.Low || low >= volume.Z.High) return false;
        if (volume.RadiusMm is not { } radius) return place.XMm > volume.X.Low && place.XMm < volume.X.High && place.YMm > volume.Y.Low && place.YMm < volume.Y.High;
        double dx = place.XMm - (volume.X.Low + volume.X.High) / 2, dy = place.YMm - (volume.Y.Low + volume.Y.High) / 2;
        return dx * dx + dy * dy < radius * radius;
    }

    private static double LimitAt(IReadOnlyList<TiltLimit> table, double tilt)
    {
        tilt = Math.Clamp(tilt, table[0].TiltDeg, table[^1].TiltDeg);
        int i = 1;
        while (tilt > table[i].TiltDeg) i++;
        double share = (tilt - table[i - 1].TiltDeg) / (table[i].TiltDeg - table[i - 1].TiltDeg);
        return table[i - 1].ZMm * (1 - share) + table[i].ZMm * share;
    }

    private static void Inside(AxisRange range, double value, string axis)
    {
        if (!(value >= range.Low - Margin && value <= range.High + Margin)) Fail($"{axis} is {value}");
    }

    private static void Fail(FormattableString what) => Assert.Fail(FormattableString.Invariant(what));
}
