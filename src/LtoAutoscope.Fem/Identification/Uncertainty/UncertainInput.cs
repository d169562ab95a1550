namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>Something that CE1 depends on and that is not known exactly.</summary>
/// <param name="Name">Name: <c>diameter</c>, <c>aspect_ratio</c>, <c>fractal_dimension</c>, <c>particles_counted</c>, <c>shape_model</c>, <c>roughness_inner_cutoff</c>, or a key of the material file.</param>
/// <param name="Low">Lower end of its 95 % interval; NaN where it is no number.</param>
/// <param name="High">Upper end.</param>
/// <param name="Change">Puts its value for a share of probability (0…1) into a draw.</param>
internal sealed record UncertainInput(string Name, double Low, double High, Action<UncertainDraw, double> Change);
