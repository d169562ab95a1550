using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>
/// The planner's blocks, executed one after the other on the twin's stage in straight lines from rest to rest, and the step counters that GRBL takes
/// for its position. It runs open loop: what the stage does not do, the counters do not know.
/// </summary>
internal sealed class GrblMotion(StageModel stage, GrblSettings settings)
{
    /// <summary>Blocks that the planner holds, the one under way included.</summary>
    public const int Blocks = 15;
    private const double Unnoticed = 1e-3;
    private const double AtLimit = 5e-4;
    private const double LeastRate = 1;
    private readonly Queue<GrblMove> _queue = [];
    private readonly double[] _lost = new double[3];
    private readonly double[] _braking = [1, 1, 1];
    private double[]? _frozen;
    private bool _started;

    public int Free => Blocks - _queue.Count;

    public bool IsEmpty => _queue.Count == 0;

    public bool IsMoving => Enumerable.Range(0, 3).Any(stage.IsMoving);

    /// <summary>Feed and rapid override, percent.</summary>
    public (int Feed, int Rapid) Override { get; set; } = (100, 100);

    /// <summary>The step counters, mm.</summary>
    public double[] Position => _frozen ?? [.. Enumerable.Range(0, 3).Select(i => ToSteps(i, stage.Motion(i).Position + _lost[i]))];

    /// <summary>Speed along the way, mm/min.</summary>
    public double Speed => _frozen is not null ? 0 : 60 * Math.Sqrt(Enumerable.Range(0, 3).Sum(i => Math.Pow(stage.Motion(i).Velocity, 2)));

    /// <summary>Travel within soft limits: from the end where homing sets the axis, back by its maximum travel.</summary>
    public bool IsWithinTravel(double[] target) => Enumerable.Range(0, 3).All(i =>
    {
        double high = stage.Options.Axes[i].High;
        return target[i] <= high + 1e-9 && target[i] >= high - settings.MaximumTravel(i) - 1e-9;
    });

    /// <summary>Axes that stand on their limit switches.</summary>
    public bool IsAtLimit(int axis)
    {
        (double position, AxisOptions options) = (stage.Motion(axis).Position, stage.Options.Axes[axis]);
        return options.High > options.Low && (position > options.High - AtLimit || position < options.Low + AtLimit);
    }

    /// <summary>Nearest position that is a whole number of steps.</summary>
    public double ToSteps(int axis, double mm) => Math.Round(mm * settings.StepsPerMm(axis)) / settings.StepsPerMm(axis) + 0.0;

    public void Add(GrblMove move) => _queue.Enqueue(move);

    /// <summary>Sets the first block going, anew after a hold.</summary>
    public void Start()
    {
        if (_started || _frozen is not null || !_queue.TryPeek(out GrblMove? move)) return;
        double[] from = Position;
        double[] way = [.. Enumerable.Range(0, 3).Select(i => move.Target[i] - from[i])];
        double length = Math.Sqrt(way.Sum(part => part * part));
        _started = true;
        if (length == 0) return;
        int[] axes = [.. Enumerable.Range(0, 3).Where(i => way[i] != 0)];
        double rapid = axes.Min(i => Math.Min(settings.MaximumRate(i), stage.Options.Axes[i].Speed * 60) * length / Math.Abs(way[i]));
        double wanted = double.IsInfinity(move.Feed) ? rapid * Override.Rapid / 100 : move.Feed * Override.Feed / 100;
        double speed = Math.Clamp(wanted, Math.Min(LeastRate, rapid), rapid) / 60;
        double acceleration = axes.Min(i => Math.Min(settings.Acceleration(i), stage.Options.Axes[i].Acceleration) * length / Math.Abs(way[i]));
        foreach (int i in axes) _braking[i] = acceleration * Math.Abs(way[i]) / length;
        stage.Drive([.. axes.Select(i => new AxisDrive(i, move.Target[i] - _lost[i], speed * Math.Abs(way[i]) / length, _braking[i]))]);
    }

    /// <summary>Notices that the block under way has ended, and what the counters have lost.</summary>
    /// <returns>Whether one has ended.</returns>
    public bool Advance()
    {
        if (IsMoving) return false;
        if (_frozen is { } frozen)
        {
            for (int i = 0; i < 3; i++) _lost[i] = frozen[i] - stage.Motion(i).Position;
            _frozen = null;
        }

        if (!_started) return false;
        _started = false;
        Miscount(_queue.Dequeue().Target);
        return true;
    }

    /// <summary>Slows down on the way; the block stays and can be started again.</summary>
    public void Hold()
    {
        for (int i = 0; i < 3; i++) stage.Brake(i, _braking[i]);
        _started = false;
    }

    /// <summary>Drops the blocks, at rest.</summary>
    public void Flush()
    {
        _queue.Clear();
        _started = false;
    }

    /// <summary>Cuts the steps off: the counters stand still at once, the stage a little later and elsewhere.</summary>
    public void Kill()
    {
        if (IsMoving) _frozen ??= Position;
        for (int i = 0; i < 3; i++) stage.Brake(i, stage.Options.Axes[i].Acceleration);
        Flush();
    }

    /// <summary>Drives axes towards places of the stage itself, for homing; false when the stage does not move.</summary>
    public bool Seek(IEnumerable<(int Axis, double Place)> axes, double rate) => stage.Drive(
        [.. axes.Select(axis => new AxisDrive(axis.Axis, axis.Place, Math.Max(rate, LeastRate) / 60, settings.Acceleration(axis.Axis)))]);

    /// <summary>The counters are right again: homing ends with them set.</summary>
    public void Trust() => Array.Clear(_lost);

    private void Miscount(double[] target)
    {
        for (int i = 0; i < 3; i++)
        {
            double error = target[i] - (stage.Motion(i).Position + _lost[i]);
            if (Math.Abs(error) > Unnoticed) _lost[i] += error;
        }
    }
}
