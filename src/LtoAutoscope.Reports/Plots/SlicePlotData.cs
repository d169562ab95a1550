namespace LtoAutoscope.Reports.Plots;

/// <summary>A slice of a model along one parameter.</summary>
/// <param name="Parameter">The parameter with its unit.</param>
/// <param name="Axis">The objective with its unit.</param>
/// <param name="Levels">The words of a categorical parameter; empty for a number.</param>
/// <param name="IsLogarithmic">Whether the parameter has a logarithmic axis.</param>
/// <param name="At">The value through which the other slices go.</param>
/// <param name="X">Values along the slice; the index of the word for a categorical one.</param>
/// <param name="Means">Expected objective.</param>
/// <param name="Deviations">Standard deviation.</param>
/// <param name="Allowed">Whether each fulfils the constraints.</param>
/// <param name="Tried">What was tried: the parameter and the objective.</param>
public sealed record SlicePlotData(
    string Parameter, string Axis, IReadOnlyList<string> Levels, bool IsLogarithmic, double At, IReadOnlyList<double> X, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations, IReadOnlyList<bool> Allowed, IReadOnlyList<(double X, double Y)> Tried);
