namespace LtoAutoscope.Domain.Schedules;

/// <summary>Days or hours in which nothing is imaged, whatever the windows say.</summary>
public sealed record Blackout
{
    /// <summary>From when: <c>yyyy-MM-dd</c> (the beginning of that day) or <c>yyyy-MM-dd HH:mm</c>.</summary>
    public required string From { get; init; }

    /// <summary>Until when: <c>yyyy-MM-dd</c> (the end of that day) or <c>yyyy-MM-dd HH:mm</c>. Default: the same day.</summary>
    public string? To { get; init; }

    /// <summary>Why, for people.</summary>
    public string Reason { get; init; } = "";
}
