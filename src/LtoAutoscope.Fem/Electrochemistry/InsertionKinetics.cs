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
public sealed class InsertionKinetics : IInsertionKinetics
{
    /// <summary>Below this the reaction is held at the rate it has here, mol/m³: a depleted pore must end in a named reason, not in a root of zero.</summary>
    internal const double SmallestConcentration = 1e-3;

    private readonly OpenCircuitPotential _potential;
    private readonly double _exchangeCurrent;
    private readonly double _inverseTwoThermalV;

    /// <param name="material">The material.</param>
    public InsertionKinetics(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        _potential = new OpenCircuitPotential(material);
        _exchangeCurrent = material.ExchangeCurrentAM2;
        _inverseTwoThermalV = Material.FaradayCMol / (2 * Material.GasConstantJMolK * material.TemperatureK);
    }

    /// <summary>i_ref, A/m².</summary>
    internal double ExchangeCurrent => _exchangeCurrent;

    /// <summary>F/2RT, 1/V.</summary>
    internal double InverseTwoThermalV => _inverseTwoThermalV;

    /// <summary>The open-circuit potential.</summary>
    public OpenCircuitPotential Potential => _potential;

    /// <inheritdoc/>
    public double OpenCircuitV(double x) => _potential.At(x);

    /// <inheritdoc/>
    public KineticRate At(double x, double potential, double concentration)
    {
        double scale = _exchangeCurrent * Math.Sqrt(Math.Max(concentration, SmallestConcentration) / 1000);
        var (current, byLithiation, byPotential) = AtUnitScale(x, potential);
        double byConcentration = concentration > SmallestConcentration ? scale * current / (2 * concentration) : 0;
        return new KineticRate(scale * current, scale * byLithiation, scale * byPotential, byConcentration);
    }

    private (double Current, double ByLithiation, double ByPotential) AtUnitScale(double x, double potential)
    {
        double f = _inverseTwoThermalV;
        double u = f * (potential - _potential.PlateauV - (_potential.SlopeV * (0.5 - x)));
        double ux = f * _potential.SlopeV;
        double binodal = _potential.Binodal;
        if (x > binodal && x < 1 - binodal)
        {
            double root = 2 * Math.Sqrt(x * (1 - x)), e = Math.Exp(u), sinh2 = e - (1 / e), cosh2 = e + (1 / e);
            return (root * sinh2, (2 * (1 - (2 * x)) / root * sinh2) + (root * cosh2 * ux), root * cosh2 * f);
        }

        u += _potential.Omega * (0.5 - x);
        ux -= _potential.Omega;
        double forward = Math.Exp(u), back = 1 / forward;
        double insertion = (1 - x) * back, removal = x * forward;
        return (2 * (removal - insertion), 2 * (forward + back + ((removal + insertion) * ux)), 2 * (removal + insertion) * f);
    }
}
