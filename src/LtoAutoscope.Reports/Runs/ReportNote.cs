namespace LtoAutoscope.Reports.Runs;

/// <summary>A decision or an incident of the run, in words.</summary>
/// <param name="Time">When.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>fault</c>.</param>
/// <param name="Title">What.</param>
/// <param name="Reason">Why, with figures.</param>
public sealed record ReportNote(DateTimeOffset Time, string Level, string Title, string Reason);
