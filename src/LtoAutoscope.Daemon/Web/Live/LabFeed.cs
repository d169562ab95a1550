using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Live;

/// <summary>
/// One circuit's view of the laboratory: follows its changes at most five times a second and beats once a second besides, so that ages
/// go on counting. All components of a circuit draw the same snapshot.
/// </summary>
/// <remarks>Thread safety: <see cref="Updated"/> is raised on a timer's thread; components go through their dispatcher.</remarks>
public sealed class LabFeed : IDisposable
{
    /// <summary>The shortest time between two updates.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private const int PeriodsPerBeat = 5;
    private readonly ILab _lab;
    private readonly ITimer _timer;
    private int _changed;
    private int _periods;

    /// <param name="lab">The laboratory.</param>
    /// <param name="time">The clock.</param>
    public LabFeed(ILab lab, TimeProvider time)
    {
        _lab = lab;
        Time = time;
        Snapshot = lab.Current;
        lab.Changed += Mark;
        _timer = time.CreateTimer(Tick, null, Period, Period);
    }

    /// <summary>The snapshot to draw.</summary>
    public LabSnapshot Snapshot { get; private set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Raised when <see cref="Snapshot"/> or the second has changed.</summary>
    public event Action? Updated;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lab.Changed -= Mark;
        _timer.Dispose();
        Updated = null;
    }

    private void Mark() => Volatile.Write(ref _changed, 1);

    private void Tick(object? state)
    {
        bool beat = ++_periods % PeriodsPerBeat == 0;
        if (Interlocked.Exchange(ref _changed, 0) == 0 && !beat) return;
        Snapshot = _lab.Current;
        Updated?.Invoke();
    }
}
