namespace LtoAutoscope.Domain.Particles;

/// <summary>The weighted median diameter after so many particles.</summary>
/// <param name="Particles">Counted so far.</param>
/// <param name="Median">Of them.</param>
/// <param name="Low">Lower end of its statistical 95 % interval; NaN where unknown.</param>
/// <param name="High">Upper end.</param>
public readonly record struct ConvergencePoint(int Particles, double Median, double Low, double High);
