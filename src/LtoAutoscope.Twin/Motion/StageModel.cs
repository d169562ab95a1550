using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Twin.Motion;

/// <summary>
/// The twin's stage: acceleration-limited axes that come to rest some tens of nanometres beside their target. The error of a place is drawn from
/// the seed and the target and from nothing else, so that a night that was broken off and resumed finds the same places.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed partial class StageModel
{
    private const double PerNanometre = 1e6;
    private readonly StageOptions _options;
    private readonly TwinClock _clock;
    private readonly ulong _seed;
    private readonly Lock _state = new();
    private readonly MotionProfile[] _axes;
    private bool _calibrated = true;
    private bool _refuseNext;

    /// <param name="options">Axes.</param>
    /// <param name="clock">Physical time.</param>
    /// <param name="seed">Seed of its errors.</param>
    public StageModel(StageOptions options, TwinClock clock, ulong seed)
    {
        (_options, _clock, _seed) = (options, clock, seed);
        _axes = [.. options.Axes.Select(axis => MotionProfile.Rest(axis.Start))];
    }

    /// <summary>Its options.</summary>
    public StageOptions Options => _options;

    /// <summary>Whether it has its reference.</summary>
    public bool IsCalibrated
    {
        get { lock (_state) return _calibrated; }
        set { lock (_state) _calibrated = value; }
    }

    /// <summary>Whether it moves or settles.</summary>
    public bool IsBusy
    {
        get { lock (_state) return Busy(_clock.Now); }
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
                double now = _clock.Now;
                StagePosition place = Place(Busy(now) ? Math.Floor(now / _options.RefreshSeconds) * _options.RefreshSeconds : now);
                return new StagePosition(Read(0, place.XMm), Read(1, place.YMm), Read(2, place.ZMm), Read(3, place.RotationDeg), Read(4, place.TiltDeg));
            }
        }
    }

    /// <summary>The next move is silently refused.</summary>
    public void RefuseNextMove()
    {
        lock (_state) _refuseNext = true;
    }

    /// <summary>Moves to a place; values beyond the limits are silently cut. Silently ignored while it moves or has no reference.</summary>
    /// <param name="target">One value an axis, null for an axis that stays; trailing axes may be left out.</param>
    /// <returns>Whether it moves.</returns>
    public bool MoveTo(IReadOnlyList<double?> target)
    {
        lock (_state)
        {
            double now = _clock.Now;
            bool refused = _refuseNext;
            _refuseNext = false;
            if (refused || !_calibrated || Busy(now)) return false;
            for (int i = 0; i < Math.Min(target.Count, _axes.Length); i++)
            {
                AxisOptions axis = _options.Axes[i];
                if (target[i] is not { } wanted || axis.High <= axis.Low) continue;
                double end = Math.Clamp(wanted, axis.Low, axis.High);
                end += axis.Repeatability * TwinNoise.Gauss(_seed, (ulong)i, Quantise(end));
                _axes[i] = MotionProfile.Move(now, _axes[i].Position(now), end, axis.Speed, axis.Acceleration);
            }

            return true;
        }
    }

    /// <summary>Runs at a velocity until it is stopped or reaches a limit.</summary>
    public bool Jog(IReadOnlyList<double> velocity)
    {
        lock (_state)
        {
            double now = _clock.Now;
            if (!_calibrated || Busy(now)) return false;
            for (int i = 0; i < Math.Min(velocity.Count, _axes.Length); i++)
            {
                AxisOptions axis = _options.Axes[i];
                if (velocity[i] == 0 || axis.High <= axis.Low) continue;
                double end = velocity[i] > 0 ? axis.High : axis.Low;
                _axes[i] = MotionProfile.Move(now, _axes[i].Position(now), end, Math.Min(axis.Speed, Math.Abs(velocity[i])), axis.Acceleration);
            }

            return true;
        }
    }

    /// <summary>Brakes all axes.</summary>
    public void Stop()
    {
        lock (_state)
        {
            double now = _clock.Now;
            for (int i = 0; i < _axes.Length; i++)
            {
                double velocity = _axes[i].Velocity(now);
                if (velocity != 0) _axes[i] = MotionProfile.Brake(now, _axes[i].Position(now), velocity, _options.Axes[i].Acceleration);
            }
        }
    }

    private static ulong Quantise(double value) => unchecked((ulong)(long)Math.Round(value * PerNanometre));

    private double Read(int axis, double value)
        => value + _options.Axes[axis].ReadingNoise * TwinNoise.Gauss(_seed ^ 0x5EED, (ulong)axis, Quantise(value));

    private bool Busy(double now) => _axes.Any(axis => double.IsFinite(axis.EndTime) && now < axis.EndTime + _options.SettleSeconds);

    private StagePosition Place(double time) => new(
        _axes[0].Position(time), _axes[1].Position(time), _axes[2].Position(time), _axes[3].Position(time), _axes[4].Position(time));
}
