using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Reduction of the electrolyte to a film that limits it: i_kin = zFk·c·exp(−αF(φ − U)/RT),
/// s = i_kin·(1 − δ/δ_max)⁺/(1 + i_kin·δ/(zF·D_f·c)), dδ/dt = s·V/(zF). s is the reduction current density on real area, ≥ 0.
/// The factor with δ_max is a film that passivates itself; without saturation it is 1.
/// </summary>
public sealed class SideReaction
{
    private readonly double _rate;
    private readonly double _exponent;
    private readonly double _potentialV;
    private readonly double _limit;
    private readonly double _inverseSaturation;

    /// <param name="material">The material; a rate constant of 0 switches the reaction off.</param>
    public SideReaction(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        double zF = material.SideElectrons * Material.FaradayCMol;
        _rate = zF * material.SideRateMS * material.SolventConcentrationMolM3;
        _exponent = material.SideTransferCoefficient * Material.FaradayCMol / (Material.GasConstantJMolK * material.TemperatureK);
        _potentialV = material.SidePotentialV;
        _limit = zF * material.FilmDiffusivityM2S * material.SolventConcentrationMolM3;
        _inverseSaturation = material.FilmSaturationNm > 0 ? 1e9 / material.FilmSaturationNm : 0;
        FilmPerCharge = material.FilmMolarVolumeM3Mol / zF;
    }

    /// <summary>zFkc, A/m²; αF/RT, 1/V; U, V; zFDc, A/m (current times thickness); 1/δ_max, 1/m.</summary>
    internal (double Rate, double Exponent, double PotentialV, double Limit, double InverseSaturation) Constants
        => (_rate, _exponent, _potentialV, _limit, _inverseSaturation);

    /// <summary>Whether there is any.</summary>
    public bool IsOn => _rate > 0;

    /// <summary>Film volume a charge, m³/C.</summary>
    public double FilmPerCharge { get; }

    /// <summary>Current density at a potential and a film thickness known at the same moment, A/m².</summary>
    public double At(double phi, double filmM)
    {
        if (!IsOn) return 0;
        double kinetic = Kinetic(phi);
        double film = Math.Max(0, filmM);
        return kinetic * Math.Max(0, 1 - (film * _inverseSaturation)) / (1 + (kinetic * film / _limit));
    }

    /// <summary>
    /// Current density at the end of an implicit step, the film growing to δ* + g·s during it: the positive root of
    /// (g/L)·i·s² + (1 + i·δ*/L + i·g/δ_max)·s − i·(1 − δ*/δ_max)⁺ = 0.
    /// </summary>
    /// <param name="phi">Potential, V.</param>
    /// <param name="filmStarM">δ*, what the step's formula makes of the past, m.</param>
    /// <param name="growth">g, metres of film for each A/m² at the end of the step.</param>
    /// <returns>s in A/m² and ds/dφ in A/(m²·V).</returns>
    public (double Current, double ByPotential) Implicit(double phi, double filmStarM, double growth)
    {
        if (!IsOn) return (0, 0);
        double i = Kinetic(phi), star = Math.Max(0, filmStarM), free = Math.Max(0, 1 - (star * _inverseSaturation));
        double byLimit = star / _limit + (free > 0 ? growth * _inverseSaturation : 0), a = growth / _limit * i, b = 1 + (i * byLimit), c = i * free;
        double s = 2 * c / (b + Math.Sqrt((b * b) + (4 * a * c)));
        double byKinetic = (free - (byLimit * s) - (growth / _limit * s * s)) / ((2 * a * s) + b);
        return (s, -_exponent * i * byKinetic);
    }

    private double Kinetic(double phi) => _rate * Math.Exp(-_exponent * (phi - _potentialV));
}
