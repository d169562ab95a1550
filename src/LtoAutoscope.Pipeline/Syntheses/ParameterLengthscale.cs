namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>How far a parameter must be changed for the objective to change.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Lengthscale">In ranges of the parameter.</param>
public sealed record ParameterLengthscale(string Name, double Lengthscale);
