using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Reduction, once, of what a powder brings on its surface (moisture, −OH, carbon): r = k·(q₀ − q)·exp(−αF(φ − U)/RT), dq/dt = r, with
/// r in A/m² of real area and q ≤ q₀ in C/m². It leaves no film and adds to the side charge.
/// </summary>
public sealed class SurfaceCharge
{
    private readonly double _rate;
    private readonly double _exponent;
    private readonly double _potentialV;

    /// <param name="material">The material; no charge switches the reaction off.</param>
    public SurfaceCharge(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        TotalCM2 = material.SurfaceChargeCM2;
        _rate = material.SurfaceChargeRateS;
        _potentialV = material.SurfaceChargePotentialV;
        _exponent = material.SideTransferCoefficient * Material.FaradayCMol / (Material.GasConstantJMolK * material.TemperatureK);
    }

    /// <summary>k, 1/s; αF/RT, 1/V; U, V.</summary>
    internal (double Rate, double Exponent, double PotentialV) Constants => (_rate, _exponent, _potentialV);

    /// <summary>q₀, C/m².</summary>
    public double TotalCM2 { get; }

    /// <summary>Reduction current density at a potential and a charge known at the same moment, A/m².</summary>
    public double At(double phi, double spentCM2)
        => TotalCM2 > 0 ? _rate * Math.Exp(-_exponent * (phi - _potentialV)) * Math.Max(0, TotalCM2 - spentCM2) : 0;

    /// <summary>Current density at the end of an implicit step during which the spent charge becomes q* + g·r: r = K(q₀ − q*)/(1 + Kg).</summary>
    /// <param name="phi">Potential, V.</param>
    /// <param name="spentStarCM2">q*, what the step's formula makes of the past, C/m².</param>
    /// <param name="seconds">g, the step's weight of the new rate, s.</param>
    /// <returns>r in A/m² and dr/dφ in A/(m²·V).</returns>
    public (double Current, double ByPotential) Implicit(double phi, double spentStarCM2, double seconds)
    {
        if (!(TotalCM2 > 0)) return (0, 0);
        double k = _rate * Math.Exp(-_exponent * (phi - _potentialV)), denominator = 1 + (k * seconds);
        double r = k * Math.Max(0, TotalCM2 - spentStarCM2) / denominator;
        return (r, -_exponent * r / denominator);
    }
}
