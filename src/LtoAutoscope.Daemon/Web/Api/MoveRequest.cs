namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Moves a job in the queue: by one, or to a place.</summary>
/// <param name="By">−1 up, +1 down; null where a place is given.</param>
/// <param name="To">The place among the waiting jobs, 1 for the first; null where it moves by one.</param>
public sealed record MoveRequest(int? By = null, int? To = null);
