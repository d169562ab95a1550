namespace LtoAutoscope.Domain.Schedules;

/// <summary>A stretch of time.</summary>
/// <param name="From">Its beginning, UTC; belongs to it.</param>
/// <param name="To">Its end, UTC; does not belong to it.</param>
/// <param name="Name">What it is, for people.</param>
public readonly record struct Period(DateTimeOffset From, DateTimeOffset To, string Name)
{
    /// <summary>Whether a moment lies in it.</summary>
    public bool Contains(DateTimeOffset moment) => moment >= From && moment < To;
}
