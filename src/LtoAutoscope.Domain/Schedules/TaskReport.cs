namespace LtoAutoscope.Domain.Schedules;

/// <summary>How a recurring task ended.</summary>
/// <param name="Succeeded">Whether what it checked is in order, or what it was to make is made.</param>
/// <param name="Summary">A sentence with figures, for people.</param>
/// <param name="ToDo">What a person should do; empty when nothing.</param>
public sealed record TaskReport(bool Succeeded, string Summary, string ToDo = "");
