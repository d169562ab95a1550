namespace LtoAutoscope.Twin.Motion;

/// <summary>The axes as a motor controller sees them: one by one, with speeds of its own, and redirected while they move.</summary>
public sealed partial class StageModel
{
    /// <summary>Drives axes, each at once and from whatever speed it has. The controller, not the stage, knows whether a reference is needed.</summary>
    /// <returns>Whether they move; false when a silent refusal was asked for.</returns>
    /// <exception cref="ArgumentException">A figure is not finite, or a speed or acceleration is not positive.</exception>
    public bool Drive(IReadOnlyList<AxisDrive> drives)
    {
        if (drives.Any(drive => !double.IsFinite(drive.Target) || !(drive.Speed > 0) || !(drive.Acceleration > 0)))
            throw new ArgumentException("a drive needs a finite target, a speed and an acceleration", nameof(drives));
        lock (_state)
        {
            bool refused = _refuseNext;
            _refuseNext = false;
            if (refused) return false;
            double now = _clock.Now;
            foreach (AxisDrive drive in drives)
            {
                AxisOptions axis = _options.Axes[drive.Axis];
                if (axis.High <= axis.Low) continue;
                double end = Math.Clamp(drive.Target, axis.Low, axis.High);
                end += axis.Repeatability * TwinNoise.Gauss(_seed, (ulong)drive.Axis, Quantise(end));
                MotionProfile profile = _axes[drive.Axis];
                _axes[drive.Axis] = MotionProfile.Redirect(
                    now, profile.Position(now), profile.Velocity(now), axis.Acceleration, end, Math.Min(drive.Speed, axis.Speed), Math.Min(drive.Acceleration, axis.Acceleration));
            }

            return true;
        }
    }

    /// <summary>Brakes one axis.</summary>
    /// <param name="axis">0 x, 1 y, 2 z, 3 rotation, 4 tilt.</param>
    /// <param name="acceleration">Units per second squared, &gt; 0; cut to what the axis can do.</param>
    public void Brake(int axis, double acceleration)
    {
        lock (_state)
        {
            double now = _clock.Now, velocity = _axes[axis].Velocity(now);
            if (velocity == 0 && !Moving(axis, now)) return;
            AxisOptions options = _options.Axes[axis];
            double position = _axes[axis].Position(now);

            // A gentle braking must not run past the end of the travel.
            double room = Math.Max(velocity > 0 ? options.High - position : position - options.Low, double.Epsilon);
            double needed = velocity * velocity / (2 * room);
            _axes[axis] = MotionProfile.Brake(now, position, velocity, Math.Min(Math.Max(acceleration, needed), options.Acceleration));
        }
    }

    /// <summary>Whether an axis moves; what it settles afterwards does not count.</summary>
    public bool IsMoving(int axis)
    {
        lock (_state) return Moving(axis, _clock.Now);
    }

    /// <summary>Whether an axis moves or settles.</summary>
    public bool IsSettling(int axis)
    {
        lock (_state)
            return double.IsFinite(_axes[axis].EndTime) && _clock.Now < _axes[axis].EndTime + _options.SettleSeconds;
    }

    /// <summary>Where an axis truly is and how fast it goes, mm or degrees, per second.</summary>
    public (double Position, double Velocity) Motion(int axis)
    {
        lock (_state)
        {
            double now = _clock.Now;
            return (_axes[axis].Position(now), _axes[axis].Velocity(now));
        }
    }

    /// <summary>What the encoder of an axis reads, without the delay of <see cref="Reported"/>.</summary>
    public double Encoder(int axis)
    {
        lock (_state) return Read(axis, _axes[axis].Position(_clock.Now));
    }

    private bool Moving(int axis, double now) => double.IsFinite(_axes[axis].EndTime) && now < _axes[axis].EndTime;
}
