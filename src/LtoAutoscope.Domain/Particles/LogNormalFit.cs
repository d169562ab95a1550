namespace LtoAutoscope.Domain.Particles;

/// <summary>A log-normal distribution fitted to a measure by weighted maximum likelihood, and how well it fits.</summary>
/// <param name="Median">exp(μ), in the measure's unit.</param>
/// <param name="GeometricStd">exp(σ), ≥ 1.</param>
/// <param name="AndersonDarling">A² of the weighted distribution function against the fit (Anderson and Darling 1954), times the effective number of particles.</param>
/// <param name="PValue">
/// Share of samples drawn from the fit whose A² is as large: both parameters are fitted anew to each, and frames differ in them as they do here, so
/// neither the fitted parameters nor the clustering makes it too small.
/// </param>
/// <param name="Replicates">Samples drawn.</param>
public sealed record LogNormalFit(double Median, double GeometricStd, double AndersonDarling, double PValue, int Replicates);
