namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>A place where focus was found.</summary>
/// <param name="XMm">Relative to the middle of the stub, mm.</param>
/// <param name="YMm">Relative to the middle of the stub, mm.</param>
/// <param name="WorkingDistanceMm">The best working distance, mm.</param>
/// <param name="Epoch">Counts the jumps of the whole surface before it: charging, a lens that was set anew, another holder height.</param>
public readonly record struct FocusSurfacePoint(double XMm, double YMm, double WorkingDistanceMm, int Epoch = 0);
