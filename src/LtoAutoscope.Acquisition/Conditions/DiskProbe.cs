namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Looks at the disk: what is free, and when it will be full at the present pace. A disk that hangs keeps nobody else waiting and counts as bad.</summary>
internal sealed class DiskProbe(IDiskSpace disk, DiskCondition settings, TimeProvider time)
{
    private const double BytesPerGib = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(2);
    private readonly Queue<(long At, long Free)> _past = new();
    private Task<long>? _asking;
    private long _askedAt;

    /// <summary>Looks once; gives up waiting after ten seconds of the machine's own time.</summary>
    public async Task<ConditionReading> ReadAsync(CancellationToken cancellationToken)
    {
        long free;
        try
        {
            if (_asking is null) (_asking, _askedAt) = (Task.Run(disk.ReadFreeBytes, CancellationToken.None), time.GetTimestamp());
            // Of the machine's own time: a disk does not get faster when the laboratory's time does.
            free = await _asking.WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            _asking = null;
        }
        catch (TimeoutException)
        {
            return Reading(ConditionVerdict.Bad, FormattableString.Invariant($"the disk of the data folder has not answered for {time.GetElapsedTime(_askedAt).TotalSeconds:0} s"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _asking = null;
            return Reading(ConditionVerdict.Bad, $"the disk of the data folder cannot be read ({error.Message.TrimEnd('.')})");
        }

        double gib = free / BytesPerGib;
        ConditionVerdict verdict = gib < settings.MinimumFreeGib ? ConditionVerdict.Bad : gib < settings.ResumeFreeGib ? ConditionVerdict.Doubtful : ConditionVerdict.Good;
        string value = FormattableString.Invariant($"{gib:0.00} GiB are free");
        if (HoursUntilFull(free) is not { } hours || hours > settings.WarnFullWithinHours) return Reading(verdict, value);
        return Reading(verdict, FormattableString.Invariant($"{value}, enough for {hours:0.0} h at the present pace")) with { IsWarning = true };
    }

    private ConditionReading Reading(ConditionVerdict verdict, string value) => new(
        WatchedCondition.Disk, verdict, value, FormattableString.Invariant($"at least {settings.MinimumFreeGib:0.##} GiB"),
        FormattableString.Invariant($"at least {settings.ResumeFreeGib:0.##} GiB are free"));

    /// <summary>Hours until the minimum is reached at the pace of the last half hour; null while too little is known or nothing is used up.</summary>
    private double? HoursUntilFull(long free)
    {
        _past.Enqueue((time.GetTimestamp(), free));
        while (_past.Count > 2 && time.GetElapsedTime(_past.Peek().At) > Window) _past.Dequeue();
        (long at, long before) = _past.Peek();
        TimeSpan span = time.GetElapsedTime(at);
        double perHour = span < ShortestWindow ? 0 : (before - free) / span.TotalHours;
        return perHour > 0 ? Math.Max(0, free - settings.MinimumFreeGib * BytesPerGib) / perHour : null;
    }
}
