namespace LtoAutoscope.Domain.Schedules;

/// <summary>
/// A promise that the instrument is free and parked: samples are changed then. No sample is begun that would not be imaged by then, no tile that would not end by then, and until
/// <see cref="Until"/> nothing begins.
/// </summary>
public sealed record VentDeadline
{
    /// <summary>What it is called, such as <c>mornings</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Free at this time at the latest, <c>HH:mm</c> on the laboratory's clock.</summary>
    public required string At { get; init; }

    /// <summary>Free until, <c>HH:mm</c>; not after <see cref="At"/> means the next day.</summary>
    public required string Until { get; init; }

    /// <summary>Days on which it holds. Default every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];
}
