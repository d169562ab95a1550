namespace LtoAutoscope.Reports.Nights;

/// <summary>Something that a person has to do.</summary>
/// <param name="Title">What, in a few words.</param>
/// <param name="Text">Why, and how.</param>
/// <param name="IsUrgent">Whether the instrument or the sample may suffer until it is done.</param>
public sealed record NightTask(string Title, string Text, bool IsUrgent = false);
