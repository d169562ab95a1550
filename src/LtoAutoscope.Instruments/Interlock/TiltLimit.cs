namespace LtoAutoscope.Instruments.Interlock;

/// <summary>A point of the z limit as a function of tilt; between two points it runs straight.</summary>
/// <param name="TiltDeg">Tilt, degrees.</param>
/// <param name="ZMm">The z nearest to the lens that is allowed there, mm.</param>
public sealed record TiltLimit(double TiltDeg, double ZMm);
