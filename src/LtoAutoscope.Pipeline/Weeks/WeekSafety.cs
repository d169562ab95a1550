using LtoAutoscope.Twin;

namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>Looks at the truth of the microscope in software all the time for what must never be: the beam on a sample that nobody watches, in bad vacuum, or a holder against the lens.</summary>
public sealed class WeekSafety : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    // An instrument answers when it answers: what lasts longer than this is a state and not the way into one.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end = new();
    private readonly TwinMicroscope _microscope;
    private readonly Func<bool> _isAtWork;
    private readonly TimeProvider _time;
    private readonly Task _watching;
    private readonly List<string> _found = [];
    private readonly int _collisions;

    /// <param name="microscope">The microscope.</param>
    /// <param name="isAtWork">Whether a run, or somebody else, uses the instrument.</param>
    /// <param name="time">The wall clock.</param>
    public WeekSafety(TwinMicroscope microscope, Func<bool> isAtWork, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(microscope);
        (_microscope, _isAtWork, _time, _collisions) = (microscope, isAtWork, time, microscope.Stage.Collisions.Count);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>What was found, in sentences.</summary>
    public IReadOnlyList<string> Found
    {
        get
        {
            lock (_found) return [.. _found];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        int driven = _microscope.Stage.Collisions.Skip(_collisions).Count(collision => !collision.StoppedByTouchAlarm);
        if (driven > 0) Add($"{driven} collisions that no touch alarm stopped");
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        long? unwatched = null, unpumped = null;
        while (!_end.IsCancellationRequested)
        {
            bool isOpen = _microscope.Column.BeamState == 1 && _microscope.Column.Blanker == 0;
            Follow(ref unwatched, isOpen && !_isAtWork(), "the beam was unblanked while nothing was at work");
            Follow(ref unpumped, isOpen && _microscope.Vacuum.Status != 0, "the beam was unblanked in bad vacuum");
            await Task.Delay(Period, _time, _end.Token).ConfigureAwait(false);
        }
    }

    private void Follow(ref long? since, bool isBad, string what)
    {
        if (!isBad)
        {
            since = null;
            return;
        }

        since ??= _time.GetTimestamp();
        if (since < long.MaxValue && _time.GetElapsedTime(since.Value) > Grace)
        {
            Add(FormattableString.Invariant($"{what} for more than {Grace.TotalSeconds:0} s"));
            since = long.MaxValue;
        }
    }

    private void Add(string sentence)
    {
        lock (_found) _found.Add(sentence);
    }
}
