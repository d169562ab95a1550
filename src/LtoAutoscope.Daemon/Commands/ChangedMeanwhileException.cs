namespace LtoAutoscope.Daemon.Commands;

/// <summary>An edit was made on something that has changed since it was read. Nothing was done.</summary>
/// <param name="what">What has changed, as a sentence without the final stop.</param>
public sealed class ChangedMeanwhileException(string what) : Exception($"{what}. Look at it as it is now, and do it again if it still fits.");
