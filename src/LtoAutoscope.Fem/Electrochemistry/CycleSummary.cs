using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>The charges of one cycle, in coulombs of the simulated particles.</summary>
/// <param name="Number">From 1.</param>
/// <param name="LithiationC">External charge in, side reaction included.</param>
/// <param name="DelithiationC">External charge out.</param>
/// <param name="SideC">Side charge of this cycle.</param>
/// <param name="FilmM">Mean film thickness at its end, m.</param>
/// <param name="Convention">Which charge is divided by which.</param>
public readonly record struct CycleSummary(int Number, double LithiationC, double DelithiationC, double SideC, double FilmM, EfficiencyConvention Convention = default)
{
    /// <summary>Coulombic efficiency; 0 where no charge passed.</summary>
    public double Efficiency => Convention.Of(LithiationC, DelithiationC);
}
