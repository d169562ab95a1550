namespace LtoAutoscope.Fem.Identification;

/// <summary>A point of a profile likelihood.</summary>
/// <param name="Value">The value at which the parameter was held.</param>
/// <param name="Increase">What that adds to χ²/s², the others refitted; 3.84 is the 95 % limit.</param>
public readonly record struct ProfilePoint(double Value, double Increase);
