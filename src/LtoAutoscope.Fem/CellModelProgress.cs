namespace LtoAutoscope.Fem;

/// <summary>Where a run of the cell model stands.</summary>
/// <param name="Fraction">Share done over all realisations, 0…1, never falling.</param>
/// <param name="Stage">What is going on: <c>packing</c>, <c>lithiation</c>, <c>delithiation</c>, <c>uncertainty</c>.</param>
/// <param name="Realisation">Which realisation reports, from 1.</param>
/// <param name="Realisations">How many there are.</param>
/// <param name="VoltageV">Potential against Li/Li⁺, NaN while packing.</param>
public readonly record struct CellModelProgress(double Fraction, string Stage, int Realisation, int Realisations, double VoltageV)
{
    /// <summary>Time left at the pace so far; null before a hundredth is done.</summary>
    public TimeSpan? TimeLeft { get; init; }
}
