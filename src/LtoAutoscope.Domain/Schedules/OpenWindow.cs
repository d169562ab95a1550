namespace LtoAutoscope.Domain.Schedules;

/// <summary>Hours in which samples may be imaged.</summary>
public sealed record OpenWindow
{
    /// <summary>What it is called, such as <c>nights</c>.</summary>
    public required string Name { get; init; }

    /// <summary>When it opens, <c>HH:mm</c> on the laboratory's clock.</summary>
    public required string From { get; init; }

    /// <summary>When it closes, <c>HH:mm</c>; not after <see cref="From"/> means the next day, the same time a whole day.</summary>
    public required string To { get; init; }

    /// <summary>Days on which it opens. Default every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];
}
