using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Motion;

/// <summary>
/// The twin's stage: acceleration-limited axes that come to rest some tens of nanometres beside their target. The error of a place is drawn from
/// the seed and the target and from nothing else, so that a night that was broken off and resumed finds the same places. It halts at its end
/// switches and, while the touch alarm lives, where the holder touches the lens.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed partial class StageModel
{
    private const double LostStepsMm = 0.2;
    private readonly StageOptions _options;
    private readonly TwinClock _clock;
    private readonly ulong _seed;
    private readonly TwinFaults _faults;
    private readonly Func<bool> _touchAlarm;
    private readonly bool[] _homesLow;
    private readonly StageForesight _foresight;
    private readonly Lock _state = new();
    private readonly AxisModel[] _axes;
    private StagePosition? _held;
    private ulong _losses;
    private long _moves;

    /// <param name="options">Axes.</param>
    /// <param name="clock">Physical time.</param>
    /// <param name="seed">Seed of its errors.</param>
    /// <param name="faults">What is wrong with it; nothing when null.</param>
    /// <param name="geometry">The lens above it; none when null.</param>
    /// <param name="touchAlarm">Whether the touch alarm lives; it does when null.</param>
    /// <param name="zTowardsLens">+1 or −1; a reference run takes z away from the lens first.</param>
    public StageModel(
        StageOptions options, TwinClock clock, ulong seed, TwinFaults? faults = null, LensGeometry? geometry = null, Func<bool>? touchAlarm = null, int zTowardsLens = 1)
    {
        (_options, _clock, _seed) = (options, clock, seed);
        _faults = faults ?? new TwinFaults(clock);
        _touchAlarm = touchAlarm ?? (() => true);
        _axes = [.. options.Axes.Select((axis, i) => new AxisModel(axis, options, i, seed))];
        _homesLow = [true, true, zTowardsLens > 0, true, true];
        _foresight = new StageForesight(_axes, geometry);
    }

    /// <summary>Its options.</summary>
    public StageOptions Options => _options;

    /// <summary>Whether every axis with a motor has its reference. Setting it takes no time: true gives the reference back, false takes it away.</summary>
    public bool IsCalibrated
    {
        get { lock (_state) return Settled().All(axis => !axis.Options.IsMotorised || axis.IsReferenced); }
        set
        {
            lock (_state)
            {
                foreach (AxisModel axis in _axes)
                {
                    axis.IsReferenced = value;
                    if (value) axis.ReferenceOffset = 0;
                }
            }
        }
    }

    /// <summary>Whether it moves or settles.</summary>
    public bool IsBusy
    {
        get { lock (_state) return Busy(_clock.Now); }
    }

    /// <summary>Whether soft limits cut moves. Default yes; without them an axis runs into its end switch.</summary>
    public bool SoftLimitsOn { get; set; } = true;

    /// <summary>Whether the joystick is locked; a stored setting. Default no.</summary>
    public bool IsJoystickLocked { get; set; }

    /// <summary>How many moves and jogs have begun.</summary>
    public long Moves
    {
        get { lock (_state) return _moves; }
    }

    /// <summary>Where it truly is.</summary>
    public StagePosition True
    {
        get { lock (_state) return Place(_clock.Now); }
    }

    /// <summary>What its encoders say: a little noise, and while it moves only every half second a new value.</summary>
    public StagePosition Reported
    {
        get
        {
            lock (_state)
            {
                if (!_faults.IsPositionHeld) _held = null;
                else return _held ??= Reading(_clock.Now);
                return Reading(_clock.Now);
            }
        }
    }

    /// <summary>How fast x and y creep now, nm/s; 0 while it moves. The encoders do not see it.</summary>
    public (double X, double Y) CreepNmPerS
    {
        get
        {
            lock (_state)
            {
                double now = _clock.Now;
                return Busy(now) ? (0, 0) : (_axes[0].CreepRate(now) * 1e6, _axes[1].CreepRate(now) * 1e6);
            }
        }
    }

    /// <summary>Every touch of holder and lens so far, in order: the truth.</summary>
    public IReadOnlyList<Collision> Collisions
    {
        get
        {
            lock (_state)
            {
                Settled();
                return [.. _foresight.Collisions];
            }
        }
    }

    /// <summary>Every run into an end switch so far, in order.</summary>
    public IReadOnlyList<LimitHit> LimitHits
    {
        get
        {
            lock (_state)
            {
                Settled();
                return [.. _foresight.LimitHits];
            }
        }
    }

    /// <summary>The way that is left between holder and lens, mm; infinite without a lens.</summary>
    public double LensGapMm
    {
        get { lock (_state) return _foresight.GapMm(_clock.Now); }
    }

    /// <summary>Whether one axis moves or settles, 0…4.</summary>
    public bool IsAxisBusy(int axis)
    {
        lock (_state) return _axes[axis].IsBusy(_clock.Now);
    }

    /// <summary>Whether one axis has its reference, 0…4.</summary>
    public bool IsAxisReferenced(int axis)
    {
        lock (_state) return Settled()[axis].IsReferenced;
    }

    /// <summary>−1 at its lower end switch, +1 at its upper one, 0 between them.</summary>
    public int EndSwitch(int axis)
    {
        lock (_state) return StageForesight.EndSwitch(_axes[axis], _clock.Now);
    }

    /// <summary>How fast an axis goes now, units per second with sign.</summary>
    public double Velocity(int axis)
    {
        lock (_state) return _axes[axis].Velocity(_clock.Now);
    }

    /// <summary>The speed of an axis's next moves, units per second.</summary>
    public double Speed(int axis)
    {
        lock (_state) return _axes[axis].Speed;
    }

    /// <summary>Sets it; more than <see cref="AxisOptions.Speed"/> is silently limited.</summary>
    public void SetSpeed(int axis, double speed)
    {
        lock (_state) _axes[axis].Speed = speed;
    }

    /// <summary>The acceleration of an axis's next moves, units per second squared.</summary>
    public double Acceleration(int axis)
    {
        lock (_state) return _axes[axis].Acceleration;
    }

    /// <summary>Sets it; more than <see cref="AxisOptions.Acceleration"/> is silently limited.</summary>
    public void SetAcceleration(int axis, double acceleration)
    {
        lock (_state) _axes[axis].Acceleration = acceleration;
    }

    /// <summary>The next move is silently refused.</summary>
    public void RefuseNextMove() => _faults.RefuseNextMove();

    /// <summary>Moves to a place; values beyond the limits are silently cut. Silently ignored while it moves or has no reference.</summary>
    /// <param name="target">One value an axis, null for an axis that stays; trailing axes may be left out.</param>
    /// <returns>Whether it moves.</returns>
    public bool MoveTo(IReadOnlyList<double?> target) => Begin(now => !Busy(now) && Calibrated(), now => Go(now, target));

    /// <summary>Moves one axis whether or not it or another one moves; it brakes first when it has to turn. Ignored without a reference.</summary>
    /// <param name="axis">0…4.</param>
    /// <param name="target">mm or degrees; cut at the soft limits when they are on.</param>
    /// <returns>Whether it moves.</returns>
    public bool MoveAxis(int axis, double target) => Begin(
        _ => _axes[axis].Options.IsMotorised && _axes[axis].IsReferenced,
        now => Go(now, [.. Enumerable.Repeat((double?)null, axis), target]));

    /// <summary>Runs at a velocity until it is stopped or reaches a limit.</summary>
    public bool Jog(IReadOnlyList<double> velocity) => Begin(now => !Busy(now) && Calibrated(), now =>
    {
        for (int i = 0; i < Math.Min(velocity.Count, _axes.Length); i++)
            if (velocity[i] != 0 && _axes[i].Options.IsMotorised) _axes[i].Jog(now, velocity[i], SoftLimitsOn);
    });

    /// <summary>Runs one axis at a velocity until it is stopped or reaches a limit, whatever the others do and with or without a reference.</summary>
    public bool JogAxis(int axis, double velocity)
    {
        if (velocity != 0)
            return Begin(_ => _axes[axis].Options.IsMotorised, now => _axes[axis].Jog(now, velocity, SoftLimitsOn && _axes[axis].IsReferenced));
        StopAxis(axis);
        return true;
    }

    /// <summary>A reference run: to one end, z away from the lens, and back to where the twin began. It takes its time and gives the reference.</summary>
    /// <param name="axes">Which, 0…4; all that have a motor when null.</param>
    /// <returns>Whether it runs; not while the stage moves.</returns>
    public bool Home(IReadOnlyList<int>? axes = null) => Begin(now => !Busy(now), now =>
    {
        foreach (int axis in axes ?? [0, 1, 2, 3, 4])
            if (_axes[axis].Options.IsMotorised) _axes[axis].Home(now, _homesLow[axis]);
    });

    /// <summary>Brakes all axes.</summary>
    public void Stop()
    {
        lock (_state)
        {
            Hold();
            double now = _clock.Now;
            foreach (AxisModel axis in Settled()) axis.Stop(now);
            _foresight.Look(now, _touchAlarm());
        }
    }

    /// <summary>Brakes one axis, 0…4.</summary>
    public void StopAxis(int axis)
    {
        lock (_state)
        {
            Hold();
            double now = _clock.Now;
            Settled()[axis].Stop(now);
            _foresight.Look(now, _touchAlarm());
        }
    }

    /// <summary>Loses steps: the encoders read beside the truth, up to 0.2 mm or degrees, from now on until a reference run.</summary>
    /// <param name="isSilent">Whether it goes on believing that it has its reference.</param>
    public void LoseReference(bool isSilent)
    {
        lock (_state)
        {
            _losses++;
            for (int i = 0; i < _axes.Length; i++)
            {
                if (!_axes[i].Options.IsMotorised) continue;
                _axes[i].ReferenceOffset += LostStepsMm * Math.Clamp(TwinNoise.Gauss(_seed ^ 0x105E, _losses, (ulong)i) / 2, -1, 1);
                if (!isSilent) _axes[i].IsReferenced = false;
            }
        }
    }

    /// <summary>Something on the holder touches the lens now: a collision is written down, and the touch alarm, if it lives, halts all axes at once.</summary>
    public void Touch()
    {
        lock (_state)
        {
            Hold();
            double now = _clock.Now;
            bool alarm = _touchAlarm();
            foreach (AxisModel axis in Settled()) if (alarm) axis.CutAt(now);
            _foresight.Collisions.Add(new Collision(now, Place(now), alarm));
            _foresight.Look(now, alarm);
        }
    }

    private bool Begin(Func<double, bool> may, Action<double> go)
    {
        lock (_state)
        {
            Hold();
            Settled();
            double now = _clock.Now;
            if (_faults.TakeMoveRefusal() || !_faults.HasPower || !may(now)) return false;
            go(now);
            _moves++;
            if (_faults.TakeStall() is { } stall) Stall(now, stall.Share, stall.Seconds);
            _foresight.Look(now, _touchAlarm());
        }

        _faults.CountMove();
        return true;
    }

    private void Go(double now, IReadOnlyList<double?> target)
    {
        double overshoot = _faults.TakeOvershoot();
        for (int i = 0; i < Math.Min(target.Count, _axes.Length); i++)
            if (target[i] is { } wanted && _axes[i].Options.IsMotorised) _axes[i].MoveTo(now, wanted, SoftLimitsOn, overshoot, _axes[i].Speed);
    }

    private void Stall(double now, double share, double seconds)
    {
        foreach (AxisModel axis in _axes.Where(axis => axis.IsMoving(now)))
        {
            double at = now + Math.Clamp(share, 0, 1) * (axis.EndTime - now);
            axis.CutAt(at);
            axis.StalledUntil = at + seconds;
        }
    }

    /// <summary>The axes, with what has come to pass since the last look written down.</summary>
    private AxisModel[] Settled()
    {
        double now = _clock.Now;
        _foresight.Commit(now);
        foreach (AxisModel axis in _axes.Where(axis => axis.ReferencedAt <= now))
            (axis.IsReferenced, axis.ReferenceOffset, axis.ReferencedAt) = (true, 0, double.PositiveInfinity);
        return _axes;
    }

    private bool Calibrated() => _axes.All(axis => !axis.Options.IsMotorised || axis.IsReferenced);

    private bool Busy(double now) => _axes.Any(axis => axis.IsBusy(now));

    private void Hold()
    {
        if (_faults.IsPositionHeld) _held ??= Reading(_clock.Now);
    }

    private StagePosition Reading(double now)
    {
        double at = Busy(now) ? Math.Floor(now / _options.RefreshSeconds) * _options.RefreshSeconds : now;
        return new StagePosition(_axes[0].Read(at), _axes[1].Read(at), _axes[2].Read(at), _axes[3].Read(at), _axes[4].Read(at));
    }

    private StagePosition Place(double now) => new(_axes[0].True(now), _axes[1].True(now), _axes[2].True(now), _axes[3].True(now), _axes[4].True(now));
}
