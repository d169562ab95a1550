using System.Runtime.InteropServices;

namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Compares how far the wall clock and a clock that nobody sets have gone since the last look. The second one stands while the computer sleeps, so that a sleep shows as a jump.</summary>
internal sealed class ClockProbe(TimeProvider time, ClockCondition settings)
{
    private const double InterruptTicksPerSecond = 1e7;
    private readonly bool _isWindows = time == TimeProvider.System && OperatingSystem.IsWindows();
    private (DateTimeOffset Wall, double Seconds)? _last;

    /// <summary>Looks once; the first look only remembers.</summary>
    public ConditionReading Read()
    {
        (DateTimeOffset Wall, double Seconds) now = (time.GetUtcNow(), Monotonic());
        (DateTimeOffset Wall, double Seconds) last = _last ?? now;
        _last = now;
        double span = now.Seconds - last.Seconds, jump = (now.Wall - last.Wall).TotalSeconds - span;
        bool isBad = Math.Abs(jump) > settings.MaximumJumpS;
        string value = isBad
            ? FormattableString.Invariant($"the clock jumped by {jump:+0.0;-0.0} s within {span:0.0} s: it was set, or the computer slept")
            : FormattableString.Invariant($"the clock is {jump:+0.000;-0.000;0} s off within {span:0.0} s");
        return new ConditionReading(
            WatchedCondition.Clock, isBad ? ConditionVerdict.Bad : ConditionVerdict.Good, value, FormattableString.Invariant($"{settings.MaximumJumpS:0.#} s"),
            FormattableString.Invariant($"the clock has run evenly for {settings.SettleS:0.#} s"));
    }

    /// <summary>Linux's monotonic clock stands in a sleep; on Windows the performance counter runs on, and the unbiased interrupt time is the one that stands.</summary>
    private double Monotonic()
        => _isWindows && QueryUnbiasedInterruptTime(out ulong ticks) ? ticks / InterruptTicksPerSecond : time.GetTimestamp() / (double)time.TimestampFrequency;

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool QueryUnbiasedInterruptTime(out ulong ticks);
}
