namespace LtoAutoscope.Pipeline.Particles;

/// <summary>One measure in a particle's passport.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its words.</param>
/// <param name="Unit">Its unit; empty for a ratio.</param>
/// <param name="Value">The value; null where unknown.</param>
/// <param name="Uncertainty">Expanded uncertainty, 95 % (coverage factor 2); null where nothing is known.</param>
/// <param name="Basis">What is in the uncertainty.</param>
/// <param name="Percentile">Share by number of the particles that count with a smaller value, percent; null where it does not count itself.</param>
/// <param name="Decimals">Decimals to show.</param>
public sealed record PassportMeasure(string Key, string Title, string Unit, double? Value, double? Uncertainty, string Basis, double? Percentile, int Decimals);
