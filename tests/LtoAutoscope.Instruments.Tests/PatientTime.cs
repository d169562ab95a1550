namespace LtoAutoscope.Instruments.Tests;

/// <summary>A clock that goes as the wall's does while this program gets to run, and waits while it does not.</summary>
/// <remarks>
/// <para>Drivers and twin share it, so that a time-out of 100 ms means on a crowded machine what it means on a quiet one: that the other end, which
/// waits for the same processors, has had about 100 ms of them. By the wall's clock an answer that nobody has had the time to write would count as overdue.</para>
/// <para>Each beat is an item of the thread pool's common queue, behind whatever was to be done before it, and counts for <see cref="LongestBeat"/> at most.</para>
/// </remarks>
internal sealed class PatientTime : TimeProvider
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestBeat = TimeSpan.FromMilliseconds(OperatingSystem.IsWindows() ? 20 : 6);

    /// <summary>What it shows first: not nothing, which a program may take for “never”.</summary>
    private const long Beginning = TimeSpan.TicksPerHour;

    private readonly Lock _gate = new();
    private readonly HashSet<Alarm> _set = [];
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private Reading _beat = new(Beginning, System.GetTimestamp());

    private PatientTime() => _ = GoAsync();

    /// <summary>The one clock of all tests.</summary>
    public static PatientTime Instance { get; } = new();

    /// <summary>A pause by this clock, ms.</summary>
    public static Task DelayAsync(int milliseconds, CancellationToken cancellationToken) => DelayAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>A pause by this clock.</summary>
    public static Task DelayAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, Instance, cancellationToken);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _beat).At(System.GetTimestamp());

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp() - Beginning);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    private async Task GoAsync()
    {
        while (true)
        {
            await Task.Delay(Beat).ConfigureAwait(false);
            await Task.Yield();
            long wall = System.GetTimestamp(), ticks = _beat.At(wall);
            Volatile.Write(ref _beat, new Reading(ticks, wall));
            lock (_gate)
            {
                foreach (Alarm alarm in _set.Where(alarm => alarm.Due <= ticks).ToList())
                {
                    ThreadPool.UnsafeQueueUserWorkItem(ring => ring(), alarm.Ring, preferLocal: false);
                    alarm.Due = ticks + alarm.Period;
                    if (alarm.Period <= 0) _set.Remove(alarm);
                }
            }
        }
    }

    /// <summary>What this clock showed at a beat, and what the wall's did.</summary>
    private sealed record Reading(long Ticks, long Wall)
    {
        /// <summary>The clock's ticks at a later time of the wall's: behind a beat that is overdue it all but stands, as no two readings may be the same.</summary>
        public long At(long wall)
        {
            long passed = Math.Max(0, System.GetElapsedTime(Wall, wall).Ticks);
            return Ticks + Math.Min(passed, LongestBeat.Ticks + Math.Max(0, passed - LongestBeat.Ticks) / 1000);
        }
    }

    private sealed class Alarm(PatientTime clock, Action ring) : ITimer
    {
        public Action Ring => ring;

        /// <summary>When it rings next, in ticks of the clock.</summary>
        public long Due { get; set; }

        /// <summary>Ticks from then to the next time, or none for once.</summary>
        public long Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                (Due, Period) = (clock.GetTimestamp() + dueTime.Ticks, period.Ticks);
                if (dueTime < TimeSpan.Zero) clock._set.Remove(this);
                else clock._set.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate) clock._set.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
