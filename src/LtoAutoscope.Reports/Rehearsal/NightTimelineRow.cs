namespace LtoAutoscope.Reports.Rehearsal;

/// <summary>One job on the timeline of a night.</summary>
/// <param name="Name">Its sample.</param>
/// <param name="Starts">When it begins, tenth to ninetieth percentile; null where it would not.</param>
/// <param name="Ends">When it ends, in the same way.</param>
/// <param name="Note">A few words behind the bar.</param>
/// <param name="IsRefused">Whether something speaks against it.</param>
public sealed record NightTimelineRow(string Name, (DateTimeOffset Early, DateTimeOffset Late)? Starts, (DateTimeOffset Early, DateTimeOffset Late)? Ends, string Note, bool IsRefused);
