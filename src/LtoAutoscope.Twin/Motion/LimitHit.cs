namespace LtoAutoscope.Twin.Motion;

/// <summary>An axis ran into its end switch, and every axis halted at once.</summary>
/// <param name="AtSeconds">When, physical seconds since the twin began.</param>
/// <param name="Axis">0…4: x, y, z, rotation, tilt.</param>
/// <param name="Side">−1 the lower switch, +1 the upper one.</param>
public sealed record LimitHit(double AtSeconds, int Axis, int Side);
