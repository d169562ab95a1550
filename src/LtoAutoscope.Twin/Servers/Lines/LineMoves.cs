using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Lines;

/// <summary>The moves of a controller: what becomes of one that comes while another one runs, and which axes are busy.</summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class LineMoves(StageModel stage, MovesInMotion manner)
{
    /// <summary>How many moves may wait; a ProScan's own queue is as long.</summary>
    private const int Longest = 100;
    private const int AxisCount = 5;

    /// <summary>An axis that is as near as this does not move, mm or degrees.</summary>
    private const double Here = 1e-6;
    private readonly Lock _state = new();
    private readonly Queue<Job> _waiting = [];
    private readonly double?[] _goals = new double?[AxisCount];

    /// <summary>Moves axes, now or later.</summary>
    /// <param name="target">One value an axis, mm or degrees; null for an axis that stays.</param>
    /// <returns>False when it is refused because the stage moves.</returns>
    public bool Move(double?[] target)
    {
        lock (_state)
        {
            AdvanceLocked();
            var job = new Job([.. Enumerable.Range(0, target.Length).Where(i => target[i] is not null)], target);
            if (job.Axes.Count == 0) return true;
            if (manner == MovesInMotion.Refuse)
            {
                if (stage.IsBusy) return false;
                stage.MoveTo(target);
                return true;
            }

            bool waits = manner == MovesInMotion.Queue && (_waiting.Count > 0 || job.Axes.Any(stage.IsAxisBusy));
            if (waits && _waiting.Count >= Longest) return false;
            foreach (int axis in job.Axes) _goals[axis] = target[axis];
            if (waits) _waiting.Enqueue(job);
            else Start(job);
            return true;
        }
    }

    /// <summary>Runs axes to their reference, as soon as the stage is at rest.</summary>
    public void Home(IReadOnlyList<int> axes)
    {
        lock (_state)
        {
            foreach (int axis in axes) _goals[axis] = null;
            _waiting.Enqueue(new Job(axes, null));
            AdvanceLocked();
        }
    }

    /// <summary>Halts axes and forgets what waits for them.</summary>
    public void Halt(IReadOnlyList<int> axes)
    {
        lock (_state)
        {
            List<Job> rest = [.. _waiting.Where(job => !job.Axes.Intersect(axes).Any())];
            _waiting.Clear();
            foreach (Job job in rest) _waiting.Enqueue(job);
            foreach (int axis in axes) _goals[axis] = null;
            if (axes.Count == AxisCount)
            {
                stage.Stop();
                return;
            }

            foreach (int axis in axes) stage.StopAxis(axis);
        }
    }

    /// <summary>Whether an axis moves, settles or has a move that waits.</summary>
    public bool IsBusy(int axis)
    {
        lock (_state)
        {
            AdvanceLocked();
            return stage.IsAxisBusy(axis) || _waiting.Any(job => job.Axes.Contains(axis));
        }
    }

    /// <summary>Where a relative move of an axis begins: at the end of the one before while that runs or waits; null when it is where it stands.</summary>
    public double? GoalOf(int axis)
    {
        lock (_state) return stage.IsAxisBusy(axis) || _waiting.Any(job => job.Axes.Contains(axis)) ? _goals[axis] : null;
    }

    /// <summary>Begins what waited and can begin.</summary>
    public void Advance()
    {
        lock (_state) AdvanceLocked();
    }

    private void AdvanceLocked()
    {
        while (_waiting.TryPeek(out Job? job) && !(job.Target is null ? stage.IsBusy : job.Axes.Any(stage.IsAxisBusy))) Start(_waiting.Dequeue());
    }

    /// <summary>An axis without a reference stays where it is, as the stage itself would have it.</summary>
    private void Start(Job job)
    {
        if (job.Target is not { } target) stage.Home(job.Axes);
        else if (job.Axes.All(stage.IsAxisReferenced) && job.Axes.Any(IsFar))
            stage.Drive([.. job.Axes.Where(IsFar).Select(axis => new AxisDrive(axis, target[axis]!.Value, stage.Speed(axis), stage.Acceleration(axis)))]);

        bool IsFar(int axis) => stage.IsAxisBusy(axis) || Math.Abs(job.Target![axis]!.Value - stage.Encoder(axis)) > Here;
    }

    /// <param name="Axes">0…4.</param>
    /// <param name="Target">Null for a reference run.</param>
    private sealed record Job(IReadOnlyList<int> Axes, double?[]? Target);
}
