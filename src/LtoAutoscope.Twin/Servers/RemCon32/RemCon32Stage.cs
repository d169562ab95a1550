using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Motion;
using static LtoAutoscope.Twin.Servers.RemCon32.RemCon32Command;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>The twin's stage by RemCon32's verbs. Axis m is a number that is kept and moves nothing.</summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class RemCon32Stage(TwinMicroscope microscope, RemCon32Options options)
{
    /// <summary>Stage with five axes and m.</summary>
    private const int StageType = 1;
    private readonly Lock _state = new();
    private double _m;
    private double _turnDeg;
    private double _movedAt = double.NegativeInfinity;
    private bool _joystickIsLocked;

    private StageModel Stage => microscope.Stage;

    public void AddTo(Dictionary<string, RemCon32Command> commands)
    {
        commands["STG?"] = Ask(ReadThree);
        commands["STG"] = Set(3, request => Move([Axis(request, 0, 0), Axis(request, 1, 1), Axis(request, 2, 2), null, null]));
        commands["C95?"] = Ask(ReadAll);
        commands["C95"] = Set(6, MoveAll);
        commands["IST?"] = Ask(() => $"{StageType} {Text(!Stage.IsCalibrated)}");
        commands["ABO"] = Set(0, _ => Stage.Stop());
        commands["JDK?"] = Ask(() => { lock (_state) return Text(_joystickIsLocked); });
        commands["JDK"] = Set(1, request => { lock (_state) Stage.IsJoystickLocked = _joystickIsLocked = request.Flag(0); });
    }

    private string ReadThree()
    {
        StagePosition at = Stage.Reported;
        return $"{Text(at.XMm)} {Text(at.YMm)} {Text(at.ZMm)} {State()}";
    }

    private string ReadAll()
    {
        StagePosition at = Stage.Reported;
        double m, turn;
        lock (_state) (m, turn) = (_m, _turnDeg);
        double rotation = at.RotationDeg < 0 ? at.RotationDeg + turn : at.RotationDeg;
        return $"{Text(at.XMm)} {Text(at.YMm)} {Text(at.ZMm)} {Text(at.TiltDeg)} {Text(rotation)} {Text(m)} {State()}";
    }

    private string State()
    {
        lock (_state) if (microscope.Clock.Now < _movedAt + options.MovingLagSeconds) return "0.0";
        return Stage.IsBusy ? "1.0" : "0.0";
    }

    private void MoveAll(RemCon32Request request)
    {
        double tilt = Axis(request, 3, 4);
        double rotation = request.Number(4, double.MinValue, double.MaxValue), m = request.Number(5, 0, 10);
        AxisOptions axis = Stage.Options.Rotation;
        double turn = rotation > axis.High ? 360 : 0;
        if (rotation - turn < axis.Low || rotation - turn > axis.High) throw new RemCon32RefusalException(RemCon32Error.Range);
        Move([Axis(request, 0, 0), Axis(request, 1, 1), Axis(request, 2, 2), rotation - turn, tilt]);
        lock (_state) (_m, _turnDeg) = (m, turn);
    }

    private double Axis(RemCon32Request request, int argument, int axis) => request.Number(argument, Stage.Options.Axes[axis].Low, Stage.Options.Axes[axis].High);

    private void Move(double?[] target)
    {
        if (Stage.IsBusy || !Stage.IsCalibrated) throw new RemCon32RefusalException(RemCon32Error.NotNow);
        lock (_state) _movedAt = microscope.Clock.Now;
        // What a fault script has refused is refused silently.
        Stage.MoveTo(target);
    }
}
