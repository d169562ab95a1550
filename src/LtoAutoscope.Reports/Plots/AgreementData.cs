namespace LtoAutoscope.Reports.Plots;

/// <summary>What an agreement plot shows: measured against true.</summary>
/// <param name="Quantity">Such as <c>median diameter</c>.</param>
/// <param name="Unit">Such as <c>nm</c>; empty for a ratio.</param>
/// <param name="Points">True and measured, one a sample; those that are not finite are left out.</param>
/// <param name="IsLogarithmic">Whether both axes are logarithmic (values &gt; 0).</param>
/// <param name="Target">Error asked for at most.</param>
/// <param name="IsRelative">Whether <paramref name="Target"/> is relative to the truth.</param>
public sealed record AgreementData(string Quantity, string Unit, IReadOnlyList<(double True, double Measured)> Points, bool IsLogarithmic, double Target, bool IsRelative);
