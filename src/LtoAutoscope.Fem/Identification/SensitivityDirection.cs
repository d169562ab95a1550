namespace LtoAutoscope.Fem.Identification;

/// <summary>A direction in the space of parameters and how much the data see of it: a singular value of the sensitivity matrix with its vector.</summary>
/// <param name="SingularValue">Change of the weighted residuals for a unit step (a factor e where logarithmic, the whole width of the bounds else).</param>
/// <param name="Components">Components by parameter; their squares add up to 1.</param>
/// <param name="IsSeen">Whether a move across the bounds in this direction would change χ² by more than the 95 % limit, by the linear theory.</param>
public sealed record SensitivityDirection(double SingularValue, IReadOnlyDictionary<string, double> Components, bool IsSeen);
