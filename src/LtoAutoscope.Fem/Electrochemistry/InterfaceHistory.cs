namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What an implicit step makes of the past of a place on the surface: its film ends at δ* + g·V·s/zF, its spent charge at q* + g·r.</summary>
/// <param name="FilmStarM">δ*, m.</param>
/// <param name="SpentStarCM2">q*, C/m².</param>
/// <param name="Seconds">g, the step's weight of the new rate (its length for backward Euler), s.</param>
public readonly record struct InterfaceHistory(double FilmStarM, double SpentStarCM2, double Seconds);
