using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Reduction of the electrolyte to a film that limits it: i_kin = zFk·c·exp(−αF(φ − U)/RT),
/// s = i_kin/(1 + i_kin·δ/(zF·D_f·c)), dδ/dt = s·V/(zF). s is the reduction current density on real area, ≥ 0.
/// </summary>
public sealed class SideReaction
{
    private readonly double _rate;
    private readonly double _exponent;
    private readonly double _potentialV;
    private readonly double _limit;

    /// <param name="material">The material; a rate constant of 0 switches the reaction off.</param>
    public SideReaction(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        double zF = material.SideElectrons * Material.FaradayCMol;
        _rate = zF * material.SideRateMS * material.SolventConcentrationMolM3;
        _exponent = material.SideTransferCoefficient * Material.FaradayCMol / (Material.GasConstantJMolK * material.TemperatureK);
        _potentialV = material.SidePotentialV;
        _limit = zF * material.FilmDiffusivityM2S * material.SolventConcentrationMolM3;
        FilmPerCharge = material.FilmMolarVolumeM3Mol / zF;
    }

    /// <summary>Whether there is any.</summary>
    public bool IsOn => _rate > 0;

    /// <summary>Film volume a charge, m³/C.</summary>
    public double FilmPerCharge { get; }

    /// <summary>Current density at a potential and a film thickness known at the same moment, A/m².</summary>
    public double At(double phi, double filmM)
    {
        if (!IsOn) return 0;
        double kinetic = Kinetic(phi);
        return kinetic / (1 + (kinetic * Math.Max(0, filmM) / _limit));
    }

    /// <summary>
    /// Current density at the end of an implicit step, the film growing to δ* + g·s during it: the positive root of
    /// (g/L)·i·s² + (1 + i·δ*/L)·s − i = 0.
    /// </summary>
    /// <param name="phi">Potential, V.</param>
    /// <param name="filmStarM">δ*, what the step's formula makes of the past, m.</param>
    /// <param name="growth">g, metres of film for each A/m² at the end of the step.</param>
    /// <returns>s in A/m² and ds/dφ in A/(m²·V).</returns>
    public (double Current, double ByPotential) Implicit(double phi, double filmStarM, double growth)
    {
        if (!IsOn) return (0, 0);
        double i = Kinetic(phi), a = growth / _limit * i, b = 1 + (i * Math.Max(0, filmStarM) / _limit);
        double s = 2 * i / (b + Math.Sqrt((b * b) + (4 * a * i)));
        double byKinetic = (1 - (Math.Max(0, filmStarM) / _limit * s) - (growth / _limit * s * s)) / ((2 * a * s) + b);
        return (s, -_exponent * i * byKinetic);
    }

    private double Kinetic(double phi) => _rate * Math.Exp(-_exponent * (phi - _potentialV));
}
