namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Which hours belong to a night.</summary>
/// <param name="Date">The day on which it begins, local time.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">The moment after its last.</param>
/// <param name="VentDeadline">When the instrument has to be free, or null.</param>
/// <param name="IsScheduled">Whether a schedule's window opened at <paramref name="From"/>; otherwise the night is told from its first work on.</param>
public sealed record NightWindow(DateOnly Date, DateTimeOffset From, DateTimeOffset To, DateTimeOffset? VentDeadline = null, bool IsScheduled = false)
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    /// <summary>From noon to noon: for nights without a schedule.</summary>
    /// <param name="date">The day on which the night begins.</param>
    /// <param name="zone">Whose noon.</param>
    public static NightWindow Of(DateOnly date, TimeZoneInfo zone) => new(date, At(date, zone), At(date.AddDays(1), zone));

    /// <summary>A window of a schedule.</summary>
    /// <param name="opens">When it opens.</param>
    /// <param name="closes">When it closes.</param>
    /// <param name="ventDeadline">When the instrument has to be free, or null.</param>
    /// <param name="zone">Whose calendar names the night.</param>
    public static NightWindow Scheduled(DateTimeOffset opens, DateTimeOffset closes, DateTimeOffset? ventDeadline, TimeZoneInfo zone)
        => new(NightOf(opens, zone), opens, closes, ventDeadline, IsScheduled: true);

    /// <summary>The day on which the night of a moment began: before noon that is the day before.</summary>
    public static DateOnly NightOf(DateTimeOffset at, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime - Noon);
    }

    private static DateTimeOffset At(DateOnly date, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        DateTime noon = date.ToDateTime(TimeOnly.MinValue) + Noon;
        return new DateTimeOffset(noon, zone.GetUtcOffset(noon));
    }
}
