namespace LtoAutoscope.Domain.Instruments;

/// <summary>The travel of a stage, mm and degrees.</summary>
public sealed record StageLimits(AxisRange X, AxisRange Y, AxisRange Z, AxisRange Rotation, AxisRange Tilt);
