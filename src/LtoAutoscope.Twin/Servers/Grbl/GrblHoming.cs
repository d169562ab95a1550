using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The homing cycle: z, then x and y together; to the switch fast, back, to the switch slowly, back.</summary>
internal sealed class GrblHoming
{
    private readonly GrblMotion _motion;
    private readonly Queue<(int[] Axes, bool ToSwitch, double Rate)> _ways = [];
    private readonly GrblSettings _settings;
    private readonly StageOptions _stage;

    public GrblHoming(GrblMotion motion, GrblSettings settings, StageOptions stage)
    {
        (_motion, _settings, _stage) = (motion, settings, stage);
        foreach (int[] axes in (int[][])[[2], [0, 1]])
        {
            _ways.Enqueue((axes, true, settings.HomingSeek));
            _ways.Enqueue((axes, false, settings.HomingSeek));
            _ways.Enqueue((axes, true, settings.HomingFeed));
            _ways.Enqueue((axes, false, settings.HomingFeed));
        }
    }

    /// <summary>Whether the stage did not move when it was told to: no switch would be found (ALARM:9).</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Goes on when the last way has ended; whether all is done.</summary>
    public bool Advance()
    {
        if (_motion.IsMoving) return false;
        if (!_ways.TryDequeue(out (int[] Axes, bool ToSwitch, double Rate) way))
        {
            _motion.Trust();
            return true;
        }

        HasFailed = !_motion.Seek(way.Axes.Select(axis => (axis, Place(axis, way.ToSwitch))), way.Rate);
        return false;
    }

    private double Place(int axis, bool atSwitch)
    {
        AxisOptions options = _stage.Axes[axis];
        double back = atSwitch ? 0 : Math.Min(_settings.HomingPullOff, options.High - options.Low);
        return (_settings.HomingDirections & (1 << axis)) == 0 ? options.High - back : options.Low + back;
    }
}
