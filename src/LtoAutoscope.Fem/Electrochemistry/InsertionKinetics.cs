using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Butler–Volmer kinetics with equal transfer coefficients: j = 2·i₀·sinh(Fη/2RT), η = φ − U(x), with
/// i₀ = i_ref·√(c_e/1000)·2√(x(1−x)). j &gt; 0 takes lithium out.
/// </summary>
/// <remarks>
/// Outside the miscibility gap the logarithm of U cancels the root of i₀, and j = 2·i_ref·√(c_e/1000)·[x·eᵘ − (1−x)·e⁻ᵘ] with
/// u = F(φ − U₀ − s(½−x))/2RT + Ω(1−2x)/2. It is smooth at x = 0 and x = 1 and drives x back from beyond them, which is why Newton's
/// method needs no guard there.
/// </remarks>
public sealed class InsertionKinetics
{
    private readonly OpenCircuitPotential _potential;
    private readonly double _scale;
    private readonly double _inverseTwoThermalV;

    /// <param name="material">The material and the electrolyte's concentration.</param>
    public InsertionKinetics(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        _potential = new OpenCircuitPotential(material);
        _scale = material.ExchangeCurrentAM2 * Math.Sqrt(material.ElectrolyteConcentrationMolM3 / 1000);
        _inverseTwoThermalV = Material.FaradayCMol / (2 * Material.GasConstantJMolK * material.TemperatureK);
    }

    /// <summary>The open-circuit potential.</summary>
    public OpenCircuitPotential Potential => _potential;

    /// <summary>Current density on real area and its derivatives.</summary>
    /// <param name="x">Lithiation of the surface.</param>
    /// <param name="phi">Potential of the solid against Li/Li⁺ in the electrolyte beside it, V.</param>
    /// <returns>j in A/m², ∂j/∂x in A/m², ∂j/∂φ in A/(m²·V).</returns>
    public (double Current, double ByLithiation, double ByPotential) At(double x, double phi)
    {
        double f = _inverseTwoThermalV;
        double u = f * (phi - _potential.PlateauV - (_potential.SlopeV * (0.5 - x)));
        double ux = f * _potential.SlopeV;
        double binodal = _potential.Binodal;
        if (x > binodal && x < 1 - binodal)
        {
            double root = 2 * Math.Sqrt(x * (1 - x)), e = Math.Exp(u), sinh2 = e - (1 / e), cosh2 = e + (1 / e);
            return (_scale * root * sinh2, _scale * ((2 * (1 - (2 * x)) / root * sinh2) + (root * cosh2 * ux)), _scale * root * cosh2 * f);
        }

        u += _potential.Omega * (0.5 - x);
        ux -= _potential.Omega;
        double forward = Math.Exp(u), back = 1 / forward;
        double insertion = (1 - x) * back, removal = x * forward;
        return (
            2 * _scale * (removal - insertion),
            2 * _scale * (forward + back + ((removal + insertion) * ux)),
            2 * _scale * (removal + insertion) * f);
    }
}
