using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>One axis of the controller, mm. Guarded by the controller's lock.</summary>
internal sealed class GcsAxis(string name, int index, StageModel stage)
{
    private const double OnTargetMm = 0.001;
    private bool _halting;
    private double _target;
    private double _stageOffset;
    private bool _stageReferenced = stage.IsAxisReferenced(index);

    public string Name => name;

    public int Index => index;

    public AxisOptions Limits => stage.Options.Axes[index];

    public bool Servo { get; private set; }

    public bool Referenced { get; set; }

    public bool Referencing { get; private set; }

    /// <summary>1: absolute moves want a reference move before them. 0: a person may set the position instead.</summary>
    public bool ReferenceMode { get; set; } = true;

    /// <summary>What was added by <c>POS</c> to where the stage is.</summary>
    public double Offset { get; private set; }

    public double Velocity { get; set; }

    public double Acceleration { get; set; }

    public double Deceleration { get; set; }

    public double ReferenceVelocity { get; set; }

    public double Position => stage.Encoder(index) + Offset;

    public double Low => Limits.Low + Offset;

    public double High => Limits.High + Offset;

    /// <summary>Half-way, where the twin's reference switch is.</summary>
    public double Reference => (Low + High) / 2;

    public double Target => _halting ? Position : _target;

    public bool IsMoving => stage.IsMoving(index);

    public bool IsOnTarget => Servo && !_halting && !stage.IsSettling(index) && Math.Abs(Position - _target) <= OnTargetMm;

    /// <summary>As after power-up.</summary>
    public void Begin(bool servo, bool referenced)
    {
        (Servo, Referenced, Referencing, ReferenceMode, Offset) = (servo, referenced, false, true, 0);
        (Velocity, Acceleration, Deceleration, ReferenceVelocity) = (Limits.Speed, Limits.Acceleration, Limits.Acceleration, Limits.Speed);
        Hold();
    }

    /// <summary>Notices what has ended since it was last looked at.</summary>
    public void Advance()
    {
        Reconcile();
        if (IsMoving) return;
        if (_halting) (_halting, _target) = (false, Position);
        if (!Referencing) return;
        (Referencing, Referenced) = (false, true);
    }

    /// <summary>What befell the stage behind the controller's back: a reference that is lost or given, and an encoder that reads elsewhere, which the loop takes for its place.</summary>
    private void Reconcile()
    {
        bool referenced = stage.IsAxisReferenced(index);
        if (referenced != _stageReferenced) (Referenced, _stageReferenced) = (referenced, referenced);
        double offset = stage.ReferenceOffset(index);
        if (offset == _stageOffset) return;
        _stageOffset = offset;
        if (!IsMoving) Hold();
    }

    public AxisDrive GoTo(double target)
    {
        (_halting, _target) = (false, target);
        return new AxisDrive(index, target - Offset, Velocity, Acceleration);
    }

    public AxisDrive Seek(double target)
    {
        (Referencing, Referenced) = (true, false);
        return GoTo(target) with { Speed = ReferenceVelocity };
    }

    public void SetServo(bool on)
    {
        if (Servo == on) return;
        Servo = on;
        Halt(Limits.Acceleration);
    }

    /// <summary>Brakes; a reference move that is broken off leaves the axis without reference.</summary>
    public void Halt(double acceleration)
    {
        Referencing = false;
        stage.Brake(index, acceleration);
        Hold();
    }

    /// <summary>Says where the axis is, without moving it.</summary>
    public void Declare(double position)
    {
        Offset += position - Position;
        Referenced = true;
        Hold();
    }

    private void Hold() => (_halting, _target) = (IsMoving, Position);
}
