namespace LtoAutoscope.Domain.Particles;

/// <summary>What the choice and weighting of particles does to the mean of one measure.</summary>
/// <param name="Weighted">Mean with the border weights, overlapped particles included: the mean that is reported.</param>
/// <param name="Unweighted">Mean of the same particles, each counting once.</param>
/// <param name="WholeOnly">Weighted mean without the particles that a neighbour overlaps; NaN where classes are unknown.</param>
public sealed record SelectionEffect(double Weighted, double Unweighted, double WholeOnly);
