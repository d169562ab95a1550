namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>When values turn amber and when they turn grey.</summary>
public static class FreshnessRule
{
    /// <summary>From this age on values are late.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    /// <summary>From this age on they are stale.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(15);

    /// <summary>Of values read at a moment.</summary>
    public static Freshness Of(DateTimeOffset? at, TimeProvider time)
    {
        if (at is not { } then) return Freshness.None;
        var age = time.GetUtcNow() - then;
        return age >= Stale ? Freshness.Stale : age >= Late ? Freshness.Late : Freshness.Fresh;
    }

    /// <summary>Its style class.</summary>
    public static string Word(this Freshness freshness) => freshness switch
    {
        Freshness.Fresh => "fresh",
        Freshness.Late => "late",
        Freshness.Stale => "stale",
        _ => "none",
    };
}
