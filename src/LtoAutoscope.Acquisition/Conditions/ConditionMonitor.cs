namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>What the readings of one condition come to: good, bad for longer than its grace, good again, settled.</summary>
/// <remarks>Not thread-safe; the watch holds its lock.</remarks>
internal sealed class ConditionMonitor(WatchedCondition condition, ConditionSettings settings, TimeProvider time)
{
    private readonly TimeSpan _grace = settings.GraceOf(condition), _settling = settings.SettlingOf(condition);
    private DateTimeOffset _lastGoodAt = time.GetUtcNow();
    private (DateTimeOffset At, long Timestamp)? _badSince;
    private long? _goodSince;

    /// <summary>How it stands.</summary>
    public ConditionView View { get; private set; } = new() { Condition = condition };

    /// <summary>Why a run waits; null when it need not.</summary>
    public ConditionTrip? Trip { get; private set; }

    /// <summary>When the reading that last found it good was begun; the beginning of the watch where none did.</summary>
    public DateTimeOffset LastGoodAt => _lastGoodAt;

    /// <summary>Nothing is expected of it any more, or something new: what was read before does not count.</summary>
    public void Forget()
    {
        if (Trip is not null) return;
        (_badSince, _lastGoodAt) = (null, time.GetUtcNow());
        View = new ConditionView { Condition = condition };
    }

    /// <summary>Takes in a reading; true when the trip of the condition began, became dangerous or ended by it.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="begunAt">When the look was begun.</param>
    public bool Apply(ConditionReading reading, DateTimeOffset begunAt)
    {
        ConditionTrip? before = Trip;
        ConditionLevel level = reading.Verdict switch
        {
            ConditionVerdict.Unknown => Trip is null ? ConditionLevel.Unknown : View.Level,
            ConditionVerdict.Good => OnGood(begunAt),
            ConditionVerdict.Doubtful when Trip is null => OnGood(begunAt),
            ConditionVerdict.Doubtful => OnDoubtful(),
            _ => OnBad(reading, begunAt),
        };
        if (level == ConditionLevel.Good && (reading.IsWarning || reading.Verdict == ConditionVerdict.Doubtful)) level = ConditionLevel.Warning;
        View = View with
        {
            Level = level, Value = reading.Value, Limit = reading.Limit, ReadAt = begunAt, LastGoodAt = _lastGoodAt, Since = level == View.Level && View.Since is { } since ? since : Trip?.Since ?? begunAt,
        };
        return (before is null) != (Trip is null) || Trip is { IsDangerous: true } && before is { IsDangerous: false };
    }

    private ConditionLevel OnGood(DateTimeOffset begunAt)
    {
        _badSince = null;
        if (Trip is null)
        {
            _lastGoodAt = begunAt;
            return ConditionLevel.Good;
        }

        _goodSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(_goodSince.Value) < _settling) return ConditionLevel.Settling;
        (Trip, _goodSince, _lastGoodAt) = (null, null, begunAt);
        return ConditionLevel.Good;
    }

    private ConditionLevel OnDoubtful()
    {
        _goodSince = null;
        return ConditionLevel.Tripped;
    }

    private ConditionLevel OnBad(ConditionReading reading, DateTimeOffset begunAt)
    {
        _goodSince = null;
        _badSince ??= (begunAt, time.GetTimestamp());
        if (Trip is { } trip)
        {
            // The first value is the one that tripped it; only what makes it worse is taken over.
            bool isWorse = reading.IsDangerous && !trip.IsDangerous || reading.NeedsPerson && !trip.NeedsPerson;
            Trip = isWorse ? trip with { Value = reading.Value, ResumesWhen = reading.ResumesWhen, IsDangerous = reading.IsDangerous, NeedsPerson = reading.NeedsPerson } : trip;
            return ConditionLevel.Tripped;
        }

        if (!reading.IsDangerous && time.GetElapsedTime(_badSince.Value.Timestamp) < _grace) return ConditionLevel.Warning;
        Trip = new ConditionTrip
        {
            Condition = condition, Value = reading.Value, Limit = reading.Limit, Since = _badSince.Value.At, LastGoodAt = _lastGoodAt, ResumesWhen = reading.ResumesWhen,
            Settling = _settling, IsDangerous = reading.IsDangerous, NeedsPerson = reading.NeedsPerson,
        };
        return ConditionLevel.Tripped;
    }
}
