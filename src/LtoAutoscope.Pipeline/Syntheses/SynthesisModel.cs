namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>What the Gaussian process holds of the objective.</summary>
/// <param name="Lengthscales">Of each parameter, in its range: the shorter, the more it matters.</param>
/// <param name="NuggetDeviation">Scatter that the repeats do not tell, as a standard deviation.</param>
/// <param name="Through">Settings through which the slices go: those of the best synthesis.</param>
/// <param name="Slices">What it expects along each parameter.</param>
public sealed record SynthesisModel(IReadOnlyList<ParameterLengthscale> Lengthscales, double NuggetDeviation, IReadOnlyList<ParameterSetting> Through, IReadOnlyList<Learning.Optimisation.ResponseSlice> Slices);
