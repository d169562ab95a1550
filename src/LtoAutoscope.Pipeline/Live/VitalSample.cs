namespace LtoAutoscope.Pipeline.Live;

/// <summary>One reading of the vital signs; null where a value could not be read.</summary>
public readonly record struct VitalSample(
    DateTimeOffset At, double? PressurePa, double? ProbeCurrentPa, double? FocusScore, double? WorkingDistanceMm, double DiskFreeGib, int QueueDepth, double MemoryMib);
