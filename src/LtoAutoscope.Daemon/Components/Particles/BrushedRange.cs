namespace LtoAutoscope.Daemon.Components.Particles;

/// <summary>A range that was drawn on a plot.</summary>
/// <param name="Key">Key of the quantity.</param>
/// <param name="Low">Lower end; null where the range was taken away.</param>
/// <param name="High">Upper end.</param>
public sealed record BrushedRange(string Key, double? Low, double? High);
