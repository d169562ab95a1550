using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The rules of stage moves. Axes do not run in step, so every rule looks at the worst of all ways from start to goal.</summary>
internal sealed class MoveRules(SafetyEnvelope envelope, bool movesAreInterruptible)
{
    private const double Noise = InterlockRules.ReadingNoise;

    /// <summary>A mean speed is measured with the delays of polling and of the wire, which make it slower only; this much is left for rounding.</summary>
    private const double SpeedTolerance = 1.05;

    public double LongestStepMm => movesAreInterruptible ? envelope.MaximumStepMm : Math.Min(envelope.MaximumStepMm, envelope.UninterruptibleStepMm);

    public double LargestTurnDeg => movesAreInterruptible ? envelope.MaximumStepDeg : Math.Min(envelope.MaximumStepDeg, envelope.UninterruptibleStepDeg);

    public InterlockRefusal? Check(StageTarget target, InterlockState state)
    {
        if (state.Position is not { } start) return new InterlockRefusal("stage position known", "it cannot be read");
        if (!IsFinite(start)) return new InterlockRefusal("stage position known", $"it reads as {start}");
        if (state.Limits is not { } device) return new InterlockRefusal("stage limits known", "they cannot be read");
        if (state.Motion != StageMotion.Idle) return new InterlockRefusal("stage at rest before a move", $"it is {state.Motion}");
        if (state.SpecimenCurrentOn != false)
            return new InterlockRefusal("specimen current monitor off before a move", state.SpecimenCurrentOn is null ? "whether it is on is not known" : "it is on, and the touch alarm may be dead");
        StagePosition goal = target.From(start);
        return Axis("x", target.XMm, envelope.Limits.X, device.X, "mm")
            ?? Axis("y", target.YMm, envelope.Limits.Y, device.Y, "mm")
            ?? Axis("z", target.ZMm, envelope.Limits.Z, device.Z, "mm")
            ?? Axis("rotation", target.RotationDeg, envelope.Limits.Rotation, device.Rotation, "°")
            ?? Axis("tilt", target.TiltDeg, envelope.Limits.Tilt, device.Tilt, "°")
            ?? CheckStep(start, goal)
            ?? CheckTime(start, goal)
            ?? CheckLink(target, start, goal, state)
            ?? CheckHeight(start, goal)
            ?? CheckKeepOut(start, goal);
    }

    public InterlockRefusal? CheckSpeed(StagePosition start, StagePosition end, TimeSpan took)
    {
        double seconds = took.TotalSeconds, length = Length(start, end), turn = Turn(start, end);
        if (envelope.MaximumSpeedMmPerS is { } linear && length > linear * SpeedTolerance * seconds + Noise)
            return InterlockRefusal.Of("highest speed", $"{length:0.###} mm in {seconds:0.###} s, allowed are {linear:0.###} mm/s");
        return envelope.MaximumSpeedDegPerS is { } angular && turn > angular * SpeedTolerance * seconds + Noise
            ? InterlockRefusal.Of("highest speed", $"{turn:0.##}° in {seconds:0.###} s, allowed are {angular:0.##}°/s")
            : null;
    }

    private static InterlockRefusal? Axis(string name, double? wanted, AxisRange configured, AxisRange device, string unit)
        => wanted is { } value ? InterlockRefusal.OutOf($"stage {name}", value, configured.Intersect(device), unit) : null;

    private static bool IsFinite(StagePosition place)
        => double.IsFinite(place.XMm) && double.IsFinite(place.YMm) && double.IsFinite(place.ZMm) && double.IsFinite(place.RotationDeg) && double.IsFinite(place.TiltDeg);

    private static double Length(StagePosition start, StagePosition goal)
    {
        double planar = start.PlanarDistanceMm(goal), dz = goal.ZMm - start.ZMm;
        return Math.Sqrt(planar * planar + dz * dz);
    }

    private static double Turn(StagePosition start, StagePosition goal) => Math.Max(Math.Abs(goal.RotationDeg - start.RotationDeg), Math.Abs(goal.TiltDeg - start.TiltDeg));

    private InterlockRefusal? CheckStep(StagePosition start, StagePosition goal)
    {
        string why = movesAreInterruptible ? "" : ", because a stop cannot interrupt a move";
        double length = Length(start, goal), turn = Turn(start, goal);
        if (length > LongestStepMm) return InterlockRefusal.Of("longest step", $"{length:0.###} mm asked, allowed are {LongestStepMm:0.###} mm{why}");
        return turn > LargestTurnDeg ? InterlockRefusal.Of("largest turn", $"{turn:0.##}° asked, allowed are {LargestTurnDeg:0.##}°{why}") : null;
    }

    private InterlockRefusal? CheckTime(StagePosition start, StagePosition goal)
    {
        double linear = envelope.MaximumSpeedMmPerS is { } fast ? Length(start, goal) / fast : 0;
        double angular = envelope.MaximumSpeedDegPerS is { } spin ? Turn(start, goal) / spin : 0;
        double seconds = Math.Max(linear, angular);
        return seconds > envelope.MaximumMoveS
            ? InterlockRefusal.Of("longest move", $"it takes {seconds:0.#} s at the highest speed, allowed are {envelope.MaximumMoveS:0.#} s")
            : null;
    }

    /// <summary>What z counts from must be known before z or tilt moves; where it counts from the lens, so must the working distance, and it must not become too small.</summary>
    private InterlockRefusal? CheckLink(StageTarget target, StagePosition start, StagePosition goal, InterlockState state)
    {
        if (target.ZMm is null && target.TiltDeg is null) return null;
        switch (envelope.ZLink ?? state.ZLink)
        {
            case ZLink.NotLinked:
                return null;
            case ZLink.LinkedToWorkingDistance:
                if (state.WorkingDistanceMm is not { } distance || !double.IsFinite(distance))
                    return new InterlockRefusal("working distance known before z or tilt", "z is linked to it, and it cannot be read");
                double left = distance - Math.Max(0, (goal.ZMm - start.ZMm) * envelope.ZTowardsLens);
                return left < envelope.MinimumWorkingDistanceMm - Noise && !Retreats(start, goal)
                    ? InterlockRefusal.Of("working distance that is left", $"{left:0.###} mm, at least {envelope.MinimumWorkingDistanceMm:0.###} mm are wanted")
                    : null;
            default:
                return new InterlockRefusal("link of z known before z or tilt", "the stage does not tell, and safety.z_link is not set");
        }
    }

    /// <summary>Going straight away from the lens is always a way out.</summary>
    private bool Retreats(StagePosition start, StagePosition goal)
        => (goal.ZMm - start.ZMm) * envelope.ZTowardsLens < -Noise && Math.Abs(goal.TiltDeg - start.TiltDeg) <= Noise && start.PlanarDistanceMm(goal) <= Noise;

    /// <summary>The worst of the way counts: the z nearest to the lens with the strictest tilt.</summary>
    private InterlockRefusal? CheckHeight(StagePosition start, StagePosition goal)
    {
        if (Retreats(start, goal)) return null;
        double nearest = (goal.ZMm - start.ZMm) * envelope.ZTowardsLens > 0 ? goal.ZMm : start.ZMm;
        return CheckTiltLimit(start.TiltDeg, goal.TiltDeg, nearest) ?? CheckLens(nearest);
    }

    private InterlockRefusal? CheckTiltLimit(double tiltFrom, double tiltTo, double nearest)
    {
        if (envelope.ZByTilt.Count == 0) return null;
        (double low, double high) = (envelope.ZByTilt[0].TiltDeg, envelope.ZByTilt[^1].TiltDeg);
        double from = Snap(tiltFrom), to = Snap(tiltTo);
        if (envelope.StrictestZMm(from, to) is not { } empty)
            return InterlockRefusal.Of("z limit at a tilt", $"tilt {tiltFrom:0.##}° to {tiltTo:0.##}°, the table reaches from {low:0.##}° to {high:0.##}°");
        double limit = empty - envelope.HolderHeightMm * envelope.ZTowardsLens;
        return (nearest - limit) * envelope.ZTowardsLens > Noise
            ? InterlockRefusal.Of("z limit at a tilt", $"z {nearest:0.####} mm at tilt {tiltFrom:0.##}° to {tiltTo:0.##}°, allowed is {limit:0.####} mm under a holder of {envelope.HolderHeightMm:0.###} mm")
            : null;

        double Snap(double tilt) => tilt < low && tilt > low - Noise ? low : tilt > high && tilt < high + Noise ? high : tilt;
    }

    private InterlockRefusal? CheckLens(double nearest)
    {
        if (envelope.LensZMm is not { } lens) return null;
        double gap = (lens - nearest) * envelope.ZTowardsLens - envelope.HolderHeightMm;
        return gap < envelope.MinimumWorkingDistanceMm - Noise
            ? InterlockRefusal.Of("distance from the lens", $"{gap:0.###} mm would be left under a holder of {envelope.HolderHeightMm:0.###} mm, at least {envelope.MinimumWorkingDistanceMm:0.###} mm are wanted")
            : null;
    }

    /// <summary>
    /// The goal keeps twice the noise, the start once: a stage that came to rest at an allowed place is not found inside by its own noise. A start inside may only
    /// lead out.
    /// </summary>
    private InterlockRefusal? CheckKeepOut(StagePosition start, StagePosition goal)
    {
        foreach (KeepOutVolume volume in envelope.KeepOut)
        {
            SweptBox way = SweptBox.Of(start, Noise, goal, 2 * Noise).WithHolder(envelope.HolderHeightMm, envelope.ZTowardsLens);
            if (!volume.Touches(way)) continue;
            bool isInside = volume.Touches(SweptBox.Of(start, Noise, start, Noise).WithHolder(envelope.HolderHeightMm, envelope.ZTowardsLens));
            bool turns = Turn(start, goal) > Noise;
            if (isInside && !turns && Reaching(volume).LeadsOut(start, goal, Noise)) continue;
            return isInside
                ? new InterlockRefusal($"keep-out volume '{volume.Name}'", "the stage is inside; every axis that moves must lead away from its middle, without a turn")
                : InterlockRefusal.Of($"keep-out volume '{volume.Name}'", $"the way x {way.X.Low:0.###} to {way.X.High:0.###}, y {way.Y.Low:0.###} to {way.Y.High:0.###}, z {way.Z.Low:0.###} to {way.Z.High:0.###} mm touches it");
        }

        return null;
    }

    /// <summary>The volume as the stage's own z meets it: longer by the holder's height on the side away from the lens.</summary>
    private KeepOutVolume Reaching(KeepOutVolume volume) => volume with
    {
        Z = envelope.ZTowardsLens > 0 ? new AxisRange(volume.Z.Low - envelope.HolderHeightMm, volume.Z.High) : new AxisRange(volume.Z.Low, volume.Z.High + envelope.HolderHeightMm),
    };
}
