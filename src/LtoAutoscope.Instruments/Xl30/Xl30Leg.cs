using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>One piece of a move: one command and where it has to end.</summary>
/// <param name="Message">The command.</param>
/// <param name="Target">Where it ends; the axes that it does not move are null.</param>
internal sealed record Xl30Leg(Xl30Message Message, StageTarget Target)
{
    /// <summary>
    /// The pieces of a move, none longer than the settings allow. The way from the lens goes first and the way to it last; between them the plane, rotation, tilt.
    /// An axis that stands at its target already, or has no motor, is left alone.
    /// </summary>
    public static IEnumerable<Xl30Leg> Plan(StageTarget target, StagePosition start, Xl30Settings settings)
    {
        StagePosition goal = target.From(start);
        bool retracts = (goal.ZMm - start.ZMm) * settings.ZTowardsLens < 0;
        IEnumerable<Xl30Leg> z = Axis(start.ZMm, goal.ZMm, settings.LongestStepMm, settings.Limits.Z, Xl30Opcode.MoveZ, value => new StageTarget(ZMm: value));
        IEnumerable<Xl30Leg> plane = Plane(start, goal, settings.LongestStepMm);
        IEnumerable<Xl30Leg> rotation = Axis(start.RotationDeg, goal.RotationDeg, settings.LongestStepDeg, settings.Limits.Rotation, Xl30Opcode.MoveRotation, value => new StageTarget(RotationDeg: value));
        IEnumerable<Xl30Leg> tilt = Axis(start.TiltDeg, goal.TiltDeg, settings.LongestStepDeg, settings.Limits.Tilt, Xl30Opcode.MoveTilt, value => new StageTarget(TiltDeg: value));
        return retracts ? [.. z, .. plane, .. rotation, .. tilt] : [.. plane, .. rotation, .. tilt, .. z];
    }

    /// <summary>What is off by more than the tolerance, or null.</summary>
    public string? Deviation(StagePosition reached, Xl30Settings settings) => Deviation(Target, reached, settings);

    /// <inheritdoc cref="Deviation(StagePosition, Xl30Settings)"/>
    public static string? Deviation(StageTarget target, StagePosition reached, Xl30Settings settings)
        => Off("x", target.XMm, reached.XMm, settings) ?? Off("y", target.YMm, reached.YMm, settings) ?? Off("z", target.ZMm, reached.ZMm, settings)
            ?? Turned("rotation", target.RotationDeg, reached.RotationDeg, settings) ?? Turned("tilt", target.TiltDeg, reached.TiltDeg, settings);

    private static IEnumerable<Xl30Leg> Plane(StagePosition start, StagePosition goal, double longest)
    {
        double distance = start.PlanarDistanceMm(goal);
        int pieces = (int)Math.Ceiling(distance / longest);
        for (int i = 1; i <= pieces; i++)
        {
            double x = start.XMm + (goal.XMm - start.XMm) * i / pieces, y = start.YMm + (goal.YMm - start.YMm) * i / pieces;
            yield return new Xl30Leg(Xl30Message.Floats(Xl30Opcode.MoveXY, x, y), StageTarget.Planar(x, y));
        }
    }

    private static IEnumerable<Xl30Leg> Axis(double start, double goal, double longest, AxisRange range, Xl30Opcode opcode, Func<double, StageTarget> target)
    {
        int pieces = range.IsMotorised ? (int)Math.Ceiling(Math.Abs(goal - start) / longest) : 0;
        for (int i = 1; i <= pieces; i++)
        {
            double value = start + (goal - start) * i / pieces;
            yield return new Xl30Leg(Xl30Message.Floats(opcode, value), target(value));
        }
    }

    private static string? Off(string axis, double? wanted, double reached, Xl30Settings settings)
        => wanted is { } value && !(Math.Abs(value - reached) * 1000 <= settings.PositionToleranceUm)
            ? FormattableString.Invariant($"{axis} is {Math.Abs(value - reached) * 1000:0.###} µm off, allowed are {settings.PositionToleranceUm:0.###} µm")
            : null;

    private static string? Turned(string axis, double? wanted, double reached, Xl30Settings settings)
        => wanted is { } value && Math.Abs(Math.IEEERemainder(value - reached, 360)) is var off && !(off <= settings.AngleToleranceDeg)
            ? FormattableString.Invariant($"{axis} is {off:0.###}° off, allowed are {settings.AngleToleranceDeg:0.###}°")
            : null;
}
