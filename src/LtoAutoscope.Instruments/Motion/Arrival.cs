using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Instruments.Motion;

/// <summary>Whether a stage has come to rest where it was told to go.</summary>
/// <param name="ToleranceUm">How near a linear axis has to come, µm.</param>
/// <param name="ToleranceDeg">How near rotation and tilt have to come, degrees.</param>
internal sealed record Arrival(double ToleranceUm, double ToleranceDeg)
{
    /// <summary>What is off, with figures; null when nothing is.</summary>
    public string? Deviation(StageTarget target, StagePosition reached)
        => Off("x", target.XMm, reached.XMm) ?? Off("y", target.YMm, reached.YMm) ?? Off("z", target.ZMm, reached.ZMm)
            ?? Turned("rotation", target.RotationDeg, reached.RotationDeg) ?? Turned("tilt", target.TiltDeg, reached.TiltDeg);

    /// <summary>Axes that a move leaves alone keep their last target where they rest on it, so that reading noise does not walk.</summary>
    public StagePosition Remember(StagePosition read, StagePosition? lastTarget)
    {
        if (lastTarget is not { } last) return read;
        double linear = ToleranceUm / 1000;
        return new StagePosition(
            Near(read.XMm, last.XMm, linear), Near(read.YMm, last.YMm, linear), Near(read.ZMm, last.ZMm, linear),
            Near(read.RotationDeg, last.RotationDeg, ToleranceDeg), Near(read.TiltDeg, last.TiltDeg, ToleranceDeg));

        static double Near(double value, double remembered, double tolerance) => Math.Abs(value - remembered) <= tolerance ? remembered : value;
    }

    private string? Off(string axis, double? wanted, double reached)
        => wanted is { } value && !(Math.Abs(value - reached) * 1000 <= ToleranceUm)
            ? FormattableString.Invariant($"{axis} is {Math.Abs(value - reached) * 1000:0.###} µm off, allowed are {ToleranceUm:0.###} µm")
            : null;

    private string? Turned(string axis, double? wanted, double reached)
        => wanted is { } value && Math.Abs(Math.IEEERemainder(value - reached, 360)) is var off && !(off <= ToleranceDeg)
            ? FormattableString.Invariant($"{axis} is {off:0.###}° off, allowed are {ToleranceDeg:0.###}°")
            : null;
}
