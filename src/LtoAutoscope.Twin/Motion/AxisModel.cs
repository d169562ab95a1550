namespace LtoAutoscope.Twin.Motion;

/// <summary>
/// One axis: a motor on an acceleration-limited way, an encoder on the motor, and a table that follows it with play, rings and creeps. What is
/// random is drawn from the seed and the target and from nothing else.
/// </summary>
/// <remarks>Thread safety: none; <see cref="StageModel"/> holds its lock.</remarks>
internal sealed class AxisModel
{
    private const double PerNanometre = 1e6;
    private const int LinearAxes = 3;
    private readonly StageOptions _stage;
    private readonly int _index;
    private readonly ulong _seed;
    private MotionProfile _motor;
    private double _began = double.NegativeInfinity;
    private double _tableAtStart;
    private int _direction;
    private double _creepBefore;
    private double _creep;
    private double _speed;
    private double _acceleration;

    internal AxisModel(AxisOptions options, StageOptions stage, int index, ulong seed)
    {
        (Options, _stage, _index, _seed) = (options, stage, index, seed);
        _motor = MotionProfile.Rest(options.Start);
        _tableAtStart = options.Start;
        (_speed, _acceleration) = (options.Speed, options.Acceleration);
    }

    internal AxisOptions Options { get; }

    internal double Speed
    {
        get => _speed;
        set => _speed = Math.Clamp(value, Options.Speed * 1e-6, Options.Speed);
    }

    internal double Acceleration
    {
        get => _acceleration;
        set => _acceleration = Math.Clamp(value, Options.Acceleration * 1e-6, Options.Acceleration);
    }

    /// <summary>What the encoder reads beyond the motor's place: not zero after steps were lost.</summary>
    internal double ReferenceOffset { get; set; }

    /// <summary>Whether it knows where it is.</summary>
    internal bool IsReferenced { get; set; } = true;

    /// <summary>When a reference run ends; infinity when none runs.</summary>
    internal double ReferencedAt { get; set; } = double.PositiveInfinity;

    /// <summary>Until when it claims to move though it stands.</summary>
    internal double StalledUntil { get; set; } = double.NegativeInfinity;

    internal double EndTime => _motor.EndTime;

    internal bool IsMoving(double now) => double.IsFinite(_motor.EndTime) && now < _motor.EndTime;

    internal bool IsBusy(double now) => double.IsFinite(_motor.EndTime) && now < _motor.EndTime + _stage.SettleSeconds || now < StalledUntil;

    internal double Motor(double now) => _motor.Position(now);

    internal double Velocity(double now) => _motor.Velocity(now);

    internal (double Low, double High) RangeFrom(double now) => _motor.RangeFrom(now);

    /// <summary>Where the table truly is.</summary>
    internal double True(double now) => Table(now) + Creep(now) + Ringing(now);

    /// <summary>How fast it creeps at rest, units per second.</summary>
    internal double CreepRate(double now) => IsMoving(now) ? 0 : -Creep(now) / _stage.CreepSeconds;

    /// <summary>What the encoder says, with its noise.</summary>
    internal double Read(double now)
    {
        double value = _motor.Position(now) + ReferenceOffset;
        return value + Options.ReadingNoise * TwinNoise.Gauss(_seed ^ 0x5EED, (ulong)_index, Quantise(value));
    }

    /// <summary>Goes to a place as the encoder counts; cut at the soft limits when they are on.</summary>
    internal void MoveTo(double now, double wanted, bool softLimits, double overshoot, double speed)
    {
        double end = softLimits ? Math.Clamp(wanted, Options.Low, Options.High) : wanted;
        ulong target = Quantise(end);
        end += Options.Repeatability * TwinNoise.Gauss(_seed, (ulong)_index, target) - ReferenceOffset;
        double from = _motor.Position(now);
        end += overshoot * Math.Sign(end - from);
        bool returns = Options.Backlash > 0 && _stage.AntiBacklash && end < from;
        Begin(now, end, returns ? end - 2 * Options.Backlash : end, Math.Min(speed, Options.Speed));
        _creep = Options.Creep * TwinNoise.Gauss(_seed ^ 0xC4EE9, (ulong)_index, target);
        if (returns) _motor = _motor.Then(end, speed, _acceleration);
    }

    /// <summary>Runs towards a limit, the soft or the end switch, and a little beyond the latter.</summary>
    internal void Jog(double now, double velocity, bool softLimits)
    {
        double margin = softLimits ? 0 : Options.HardMargin + 1;
        double end = (velocity > 0 ? Options.High + margin : Options.Low - margin) - (softLimits ? ReferenceOffset : 0);
        Begin(now, end, end, Math.Min(Options.Speed, Math.Abs(velocity)));
        _creep = 0;
    }

    /// <summary>Runs to one end, then to where it stands after a start; it is referenced when it gets there.</summary>
    internal void Home(double now, bool towardsLow)
    {
        IsReferenced = false;
        double end = towardsLow ? Options.Low : Options.High;
        Begin(now, end, end, _speed);
        _motor = _motor.Then(Options.Start, _speed, _acceleration);
        _creep = 0;
        ReferencedAt = _motor.EndTime + _stage.SettleSeconds;
    }

    /// <summary>Brakes.</summary>
    internal void Stop(double now)
    {
        StalledUntil = double.NegativeInfinity;
        ReferencedAt = double.PositiveInfinity;
        double velocity = _motor.Velocity(now);
        if (velocity == 0 && IsMoving(now)) CutAt(now);
        if (velocity == 0) return;
        double position = _motor.Position(now);
        _motor = MotionProfile.Brake(now, position, velocity, _acceleration);
    }

    /// <summary>Brakes as gently as is asked, but within the travel.</summary>
    internal void Brake(double now, double acceleration)
    {
        double velocity = _motor.Velocity(now), position = _motor.Position(now);
        if (velocity == 0)
        {
            Stop(now);
            return;
        }

        double room = Math.Max(velocity > 0 ? Options.High - position : position - Options.Low, double.Epsilon);
        double needed = velocity * velocity / (2 * room);
        Stop(now);
        _motor = MotionProfile.Brake(now, position, velocity, Math.Min(Math.Max(acceleration, needed), Options.Acceleration));
    }

    /// <summary>Stands at once, as against an obstacle.</summary>
    internal void CutAt(double time)
    {
        if (IsMoving(time)) ReferencedAt = double.PositiveInfinity;
        _motor = _motor.CutAt(time);
    }

    private static ulong Quantise(double value) => unchecked((ulong)(long)Math.Round(value * PerNanometre));

    /// <summary>From where and how fast it is now; braking first when it still moves.</summary>
    private void Begin(double now, double end, double to, double speed)
    {
        double from = _motor.Position(now), velocity = _motor.Velocity(now), creep = Creep(now);
        _tableAtStart = Table(now);
        _direction = Math.Sign(end - from);
        (_began, _creepBefore, ReferencedAt, StalledUntil) = (now, creep, double.PositiveInfinity, double.NegativeInfinity);
        _motor = velocity == 0
            ? MotionProfile.Move(now, from, to, speed, _acceleration)
            : MotionProfile.Brake(now, from, velocity, _acceleration).Then(to, speed, _acceleration);
    }

    private double Table(double now)
    {
        double motor = _motor.Position(now);
        if (Options.Backlash <= 0 || _stage.AntiBacklash) return motor;
        return _direction switch
        {
            > 0 => Math.Max(Math.Min(_tableAtStart, motor + Options.Backlash), motor),
            < 0 => Math.Min(Math.Max(_tableAtStart, motor), motor + Options.Backlash),
            _ => motor,
        };
    }

    private double Creep(double now)
    {
        if (_creep == 0 && _creepBefore == 0 || !double.IsFinite(_motor.EndTime)) return 0;
        if (now >= _motor.EndTime) return _creep * Math.Exp(-(now - _motor.EndTime) / _stage.CreepSeconds);
        double share = _motor.EndTime > _began ? Math.Clamp((now - _began) / (_motor.EndTime - _began), 0, 1) : 1;
        return _creepBefore + share * (_creep - _creepBefore);
    }

    private double Ringing(double now)
    {
        if (_stage.RingingMm <= 0 || _index >= LinearAxes || !double.IsFinite(_motor.EndTime) || now < _motor.EndTime || _stage.SettleSeconds <= 0) return 0;
        double t = now - _motor.EndTime;
        return _stage.RingingMm * Math.Exp(-3 * t / _stage.SettleSeconds) * Math.Sin(2 * Math.PI * _stage.RingingHz * t);
    }
}
