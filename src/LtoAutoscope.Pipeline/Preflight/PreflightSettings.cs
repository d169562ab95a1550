namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>Limits of the checks before the night: <c>config/preflight.yaml</c>.</summary>
public sealed record PreflightSettings
{
    /// <summary>Space that has to be left after the night, GiB, 0…1e6. Default 2.</summary>
    public double ReserveGib { get; init; } = 2;

    /// <summary>Speed of flushed writing under which frames would be held up, MiB/s, 0.01…10000. Default 5; where the queue needs more, that counts.</summary>
    public double MinimumWriteMibPerS { get; init; } = 5;

    /// <summary>The longest that one frame may take to be on the disk, s, 0.01…600. Default 5.</summary>
    public double LongestFlushS { get; init; } = 5;

    /// <summary>Whether runs may be written to a network share without a warning. Default no: a share that stalls stalls the run.</summary>
    public bool AllowNetworkShare { get; init; }

    /// <summary>Whether a pending restart of the computer stands against the night. Default yes where the system may restart by itself (Windows; Linux with automatic restarts), a warning elsewhere.</summary>
    public bool RefusePendingRestart { get; init; } = true;

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when the settings are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        Range("reserve_gib", ReserveGib, 0, 1e6);
        Range("minimum_write_mib_per_s", MinimumWriteMibPerS, 0.01, 10_000);
        Range("longest_flush_s", LongestFlushS, 0.01, 600);
        return problems;

        void Range(string key, double value, double low, double high)
        {
            if (!(value >= low && value <= high)) problems.Add(FormattableString.Invariant($"{key}: {value} must lie between {low} and {high}"));
        }
    }
}
