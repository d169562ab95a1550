namespace LtoAutoscope.Domain.Recipes;

/// <summary>A place relative to the middle of the stub.</summary>
/// <param name="XMm">mm along the stage's x.</param>
/// <param name="YMm">mm along the stage's y.</param>
public sealed record PlanPoint(double XMm, double YMm);
