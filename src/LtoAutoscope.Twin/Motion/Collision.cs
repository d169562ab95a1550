using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Twin.Motion;

/// <summary>The holder touched the lens: the truth, whether or not anything on a wire tells of it.</summary>
/// <param name="AtSeconds">When, physical seconds since the twin began.</param>
/// <param name="Position">Where the stage truly was.</param>
/// <param name="StoppedByTouchAlarm">Whether the touch alarm halted the stage; false when it was dead because the specimen current monitor was on.</param>
public sealed record Collision(double AtSeconds, StagePosition Position, bool StoppedByTouchAlarm);
