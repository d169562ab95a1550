using LtoAutoscope.Domain.Geometry;

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
        double overshoot = _faults.TakeOvershoot();
        return Begin(_ => true, now =>
        {
            foreach (AxisDrive drive in drives.Where(drive => _axes[drive.Axis].Options.IsMotorised))
            {
                AxisModel axis = _axes[drive.Axis];
                axis.Acceleration = drive.Acceleration;
                axis.MoveTo(now, drive.Target, true, overshoot, drive.Speed);
            }
        });
    }

    /// <summary>Brakes one axis.</summary>
    /// <param name="axis">0 x, 1 y, 2 z, 3 rotation, 4 tilt.</param>
    /// <param name="acceleration">Units per second squared, &gt; 0; cut to what the axis can do.</param>
    public void Brake(int axis, double acceleration)
    {
        lock (_state)
        {
            Hold();
            double now = _clock.Now;
            Settled()[axis].Brake(now, acceleration);
            _foresight.Look(now, _touchAlarm());
        }
    }

    /// <summary>Whether an axis moves; what it settles afterwards does not count.</summary>
    public bool IsMoving(int axis)
    {
        lock (_state) return _axes[axis].IsMoving(_clock.Now);
    }

    /// <summary>Whether an axis moves or settles.</summary>
    public bool IsSettling(int axis) => IsAxisBusy(axis);

    /// <summary>Where an axis truly is and how fast it goes, mm or degrees, per second.</summary>
    public (double Position, double Velocity) Motion(int axis)
    {
        lock (_state)
        {
            double now = _clock.Now;
            return (_axes[axis].True(now), _axes[axis].Velocity(now));
        }
    }

    /// <summary>What the encoder of an axis reads, without the delay of <see cref="Reported"/>.</summary>
    public double Encoder(int axis)
    {
        lock (_state)
        {
            if (!_faults.IsPositionHeld) return _axes[axis].Read(_clock.Now);
            StagePosition held = _held ??= Reading(_clock.Now);
            return axis switch { 0 => held.XMm, 1 => held.YMm, 2 => held.ZMm, 3 => held.RotationDeg, _ => held.TiltDeg };
        }
    }

    /// <summary>By how much the encoder of an axis reads beside the truth, mm or degrees; not 0 after steps were lost.</summary>
    public double ReferenceOffset(int axis)
    {
        lock (_state) return Settled()[axis].ReferenceOffset;
    }
}
