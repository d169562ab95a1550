namespace LtoAutoscope.Learning.Optimisation;

/// <summary>What the model expects along one parameter, the others held.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="At">The value of it through which the slice goes.</param>
/// <param name="Values">Its values along the slice.</param>
/// <param name="Means">Expected objective at each.</param>
/// <param name="Deviations">Standard deviation at each.</param>
/// <param name="Allowed">Whether each fulfils the constraints.</param>
public sealed record ResponseSlice(SpaceParameter Parameter, double At, IReadOnlyList<double> Values, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations, IReadOnlyList<bool> Allowed);
