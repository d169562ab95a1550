using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Twin.Motion;

/// <summary>Looks ahead along the ways of all axes for end switches and for the lens, halts the stage there, and writes down what then comes to pass.</summary>
/// <remarks>Thread safety: none; <see cref="StageModel"/> holds its lock.</remarks>
internal sealed class StageForesight(AxisModel[] axes, LensGeometry? lens)
{
    private const int Samples = 400;
    private const int Bisections = 40;
    private const double SwitchWidth = 1e-4;
    private const double TouchMm = 1e-5;
    private Collision? _collision;
    private LimitHit? _hit;

    internal List<Collision> Collisions { get; } = [];

    internal List<LimitHit> LimitHits { get; } = [];

    internal double GapMm(double now) => lens?.GapMm(Place(now)) ?? double.PositiveInfinity;

    internal static int EndSwitch(AxisModel axis, double now)
    {
        if (!axis.Options.IsMotorised) return 0;
        double motor = axis.Motor(now);
        return motor >= axis.Options.HardHigh - SwitchWidth ? 1 : motor <= axis.Options.HardLow + SwitchWidth ? -1 : 0;
    }

    /// <summary>Writes down what was foreseen and has come to pass.</summary>
    internal void Commit(double now)
    {
        if (_hit is { } hit && hit.AtSeconds <= now)
        {
            LimitHits.Add(hit);
            _hit = null;
        }

        if (_collision is { } collision && collision.AtSeconds <= now)
        {
            Collisions.Add(collision);
            _collision = null;
        }
    }

    /// <summary>Foresees from now on; to be called whenever a way has changed.</summary>
    internal void Look(double now, bool touchAlarm)
    {
        Commit(now);
        (_hit, _collision) = (null, null);
        double end = axes.Max(axis => axis.IsMoving(now) ? axis.EndTime : now);
        if (end <= now) return;
        for (int i = 0; i < axes.Length; i++) LookForSwitch(i, now);
        if (_hit is { } hit) foreach (AxisModel axis in axes) axis.CutAt(hit.AtSeconds);
        LookForLens(now, _hit?.AtSeconds ?? end, touchAlarm);
    }

    private void LookForSwitch(int index, double now)
    {
        AxisModel axis = axes[index];
        if (!axis.Options.IsMotorised || !axis.IsMoving(now)) return;
        (double low, double high) = axis.RangeFrom(now);
        double start = axis.Motor(now), lowest = Math.Min(start, axis.Options.HardLow) - SwitchWidth / 2, highest = Math.Max(start, axis.Options.HardHigh) + SwitchWidth / 2;
        if (low >= lowest && high <= highest) return;
        double at = First(now, axis.EndTime, time => axis.Motor(time) is var motor && (motor < lowest || motor > highest));
        if (_hit is null || at < _hit.AtSeconds) _hit = new LimitHit(at, index, axis.Motor(at) > axis.Options.High ? 1 : -1);
    }

    private void LookForLens(double now, double end, bool touchAlarm)
    {
        if (lens is null) return;
        (double zLow, double zHigh) = axes[2].RangeFrom(now);
        (double tiltLow, double tiltHigh) = axes[4].RangeFrom(now);
        if (lens.IsFar(Math.Max(lens.RiseMm(zLow), lens.RiseMm(zHigh)) + 0.1, Math.Max(Math.Abs(tiltLow), Math.Abs(tiltHigh)))) return;

        // A stage that touches already may move away, and every further push counts.
        double least = Math.Min(0, GapMm(now)) - TouchMm;
        if (!Exists(now, end, time => GapMm(time) < least)) return;
        double at = First(now, end, time => GapMm(time) < least);
        _collision = new Collision(at, Place(at), touchAlarm);
        if (!touchAlarm) return;
        foreach (AxisModel axis in axes) axis.CutAt(at);
        if (_hit is { } hit && hit.AtSeconds > at) _hit = null;
    }

    private StagePosition Place(double now) => new(axes[0].True(now), axes[1].True(now), axes[2].True(now), axes[3].True(now), axes[4].True(now));

    private static bool Exists(double from, double to, Func<double, bool> condition)
    {
        for (int i = 1; i <= Samples; i++)
            if (condition(from + (to - from) * i / Samples)) return true;
        return false;
    }

    private static double First(double from, double to, Func<double, bool> condition)
    {
        double before = from, after = to;
        for (int i = 1; i <= Samples; i++)
        {
            double at = from + (to - from) * i / Samples;
            if (!condition(at))
            {
                before = at;
                continue;
            }

            after = at;
            break;
        }

        for (int i = 0; i < Bisections; i++)
        {
            double middle = (before + after) / 2;
            (before, after) = condition(middle) ? (before, middle) : (middle, after);
        }

        return after;
    }
}
