using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The one place that every motion and every beam change passes. Pure: it reads nothing and does nothing.</summary>
/// <param name="envelope">What is allowed.</param>
public sealed class InterlockRules(SafetyEnvelope envelope)
{
    /// <summary>
    /// Reading noise of an axis at rest, mm and degrees: a stage that rests on a limit may read this much beyond it, and a turn is
    /// no turn below it.
    /// </summary>
    private const double ReadingNoise = 1e-3;

    /// <summary>What is allowed.</summary>
    public SafetyEnvelope Envelope => envelope;

    /// <summary>Checks a command against what is known.</summary>
    /// <returns>Null when it may be done; else the rule and the figure.</returns>
    public InterlockRefusal? Check(InterlockCommand command, InterlockState state) => command switch
    {
        InterlockCommand.Move move => CheckMove(move.Target, state),
        InterlockCommand.BeamOn beam => Range("acceleration voltage", beam.EnergyKv, new AxisRange(0, envelope.MaximumEnergyKv), "kV") ?? CheckVacuum("beam on", state),
        InterlockCommand.Unblank => CheckVacuum("unblanking", state),
        InterlockCommand.Scan => CheckVacuum("scanning", state) ?? (state.Motion == StageMotion.Moving ? new InterlockRefusal("no scan while the stage moves", "it is moving") : null),
        InterlockCommand.WorkingDistance focus => Range(
            "working distance", focus.ValueMm, new AxisRange(envelope.MinimumWorkingDistanceMm, envelope.MaximumWorkingDistanceMm), "mm"),
        InterlockCommand.FieldWidth field => field.ValueUm > 0 && double.IsFinite(field.ValueUm) ? null : Refuse("field width", $"{field.ValueUm} µm asked"),
        InterlockCommand.Stigmator stigmator => Range("stigmator x", stigmator.XPercent, new AxisRange(-100, 100), "%")
            ?? Range("stigmator y", stigmator.YPercent, new AxisRange(-100, 100), "%"),
        InterlockCommand.BeamOff or InterlockCommand.Blank => null,
        _ => Refuse("known commands only", command.GetType().Name),
    };

    private static InterlockRefusal Refuse(string rule, FormattableString figure) => new(rule, FormattableString.Invariant(figure));

    private static InterlockRefusal Refuse(string rule, string figure) => new(rule, figure);

    private static InterlockRefusal? CheckVacuum(string what, InterlockState state)
        => state.Vacuum == VacuumState.Ready ? null : Refuse($"{what} only with vacuum", $"the vacuum is {state.Vacuum}");

    private static InterlockRefusal? Range(string what, double value, AxisRange range, string unit)
        => range.Contains(value) ? null : Refuse($"limits of {what}", $"{value:0.####} {unit} asked, allowed are {range.Low:0.####} to {range.High:0.####} {unit}");

    private InterlockRefusal? CheckMove(StageTarget target, InterlockState state)
    {
        if (state.Position is not { } start) return Refuse("stage position known", "it cannot be read");
        if (state.Limits is not { } device) return Refuse("stage limits known", "they cannot be read");
        if (state.Motion != StageMotion.Idle) return Refuse("stage at rest before a move", $"it is {state.Motion}");
        StagePosition goal = target.From(start);
        return Axis("x", target.XMm, envelope.Limits.X, device.X, "mm")
            ?? Axis("y", target.YMm, envelope.Limits.Y, device.Y, "mm")
            ?? Axis("z", target.ZMm, envelope.Limits.Z, device.Z, "mm")
            ?? Axis("rotation", target.RotationDeg, envelope.Limits.Rotation, device.Rotation, "°")
            ?? Axis("tilt", target.TiltDeg, envelope.Limits.Tilt, device.Tilt, "°")
            ?? CheckStep(start, goal)
            ?? CheckHeight(start, goal);
    }

    private static InterlockRefusal? Axis(string name, double? wanted, AxisRange configured, AxisRange device, string unit)
        => wanted is { } value ? Range($"stage {name}", value, configured.Intersect(device), unit) : null;

    private InterlockRefusal? CheckStep(StagePosition start, StagePosition goal)
    {
        double planar = start.PlanarDistanceMm(goal), dz = goal.ZMm - start.ZMm;
        double length = Math.Sqrt(planar * planar + dz * dz);
        if (length > envelope.MaximumStepMm) return Refuse("longest step", $"{length:0.###} mm asked, allowed are {envelope.MaximumStepMm:0.###} mm");
        double turn = Math.Max(Math.Abs(goal.RotationDeg - start.RotationDeg), Math.Abs(goal.TiltDeg - start.TiltDeg));
        return turn > envelope.MaximumStepDeg ? Refuse("largest turn", $"{turn:0.##}° asked, allowed are {envelope.MaximumStepDeg:0.##}°") : null;
    }

    /// <summary>
    /// Axes do not run in step, so the worst of the way counts: the z nearest to the lens with the strictest tilt. Going straight away from the
    /// lens, or moving in the plane without coming nearer, is always a way out.
    /// </summary>
    private InterlockRefusal? CheckHeight(StagePosition start, StagePosition goal)
    {
        double rise = (goal.ZMm - start.ZMm) * envelope.ZTowardsLens;
        bool tilts = Math.Abs(goal.TiltDeg - start.TiltDeg) > ReadingNoise;
        if (rise < -ReadingNoise && !tilts && start.PlanarDistanceMm(goal) <= ReadingNoise) return null;
        double nearest = rise > 0 ? goal.ZMm : start.ZMm;
        return CheckTiltLimit(start.TiltDeg, goal.TiltDeg, nearest) ?? CheckLens(nearest);
    }

    private InterlockRefusal? CheckTiltLimit(double tiltFrom, double tiltTo, double nearest)
    {
        if (envelope.ZByTilt.Count == 0) return null;
        (double low, double high) = (envelope.ZByTilt[0].TiltDeg, envelope.ZByTilt[^1].TiltDeg);
        double from = Snap(tiltFrom), to = Snap(tiltTo);
        if (envelope.StrictestZMm(from, to) is not { } limit)
            return Refuse("z limit at a tilt", $"tilt {tiltFrom:0.##}° to {tiltTo:0.##}°, the table reaches from {low:0.##}° to {high:0.##}°");
        return (nearest - limit) * envelope.ZTowardsLens > ReadingNoise
            ? Refuse("z limit at a tilt", $"z {nearest:0.####} mm at tilt {tiltFrom:0.##}° to {tiltTo:0.##}°, allowed is {limit:0.####} mm")
            : null;

        double Snap(double tilt) => tilt < low && tilt > low - ReadingNoise ? low : tilt > high && tilt < high + ReadingNoise ? high : tilt;
    }

    private InterlockRefusal? CheckLens(double nearest)
    {
        if (envelope.LensZMm is not { } lens) return null;
        double gap = (lens - nearest) * envelope.ZTowardsLens - envelope.HolderHeightMm;
        return gap < envelope.MinimumWorkingDistanceMm - ReadingNoise
            ? Refuse("distance from the lens", $"{gap:0.###} mm would be left under a holder of {envelope.HolderHeightMm:0.###} mm, at least {envelope.MinimumWorkingDistanceMm:0.###} mm are wanted")
            : null;
    }
}
