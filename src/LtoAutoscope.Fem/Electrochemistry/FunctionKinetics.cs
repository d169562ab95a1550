using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Functions;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// Butler–Volmer kinetics, equal transfer coefficients, of a material whose open-circuit potential and exchange current are functions:
/// j = 2·i₀·sinh(F(φ − U(x))/2RT), i₀ = i_ref(x)·√(c_e/1000)·2√(x(1−x)), or a function i₀(x, c_e) of its own.
/// </summary>
/// <remarks>x is taken into 10⁻⁹…1 − 10⁻⁹; beyond, the rate goes on with the slope that it has there, turned so that it drives x back.</remarks>
public sealed class FunctionKinetics : IInsertionKinetics
{
    private const double Edge = 1e-9;
    private const double SmallestConcentration = 1e-3;

    // Beyond sinh(40) a current has no meaning in a cell; the rate goes on linearly, so that iterates far off stay finite.
    private const double LargestExponent = 40;

    private readonly ScalarFunction _potential;
    private readonly ScalarFunction _prefactor;
    private readonly BivariateFunction? _exchange;
    private readonly double _inverseTwoThermalV;

    /// <param name="potential">U(x) against Li/Li⁺, V.</param>
    /// <param name="prefactor">i_ref(x), A/m²; used where <paramref name="exchange"/> is null.</param>
    /// <param name="exchange">i₀(x, c_e), A/m², c_e in mol/m³; null for the form with the prefactor.</param>
    /// <param name="temperatureK">Temperature, K.</param>
    public FunctionKinetics(ScalarFunction potential, ScalarFunction prefactor, BivariateFunction? exchange, double temperatureK)
    {
        _potential = potential.AtTemperature(temperatureK).Quick();
        _prefactor = prefactor.AtTemperature(temperatureK).Quick();
        _exchange = exchange?.AtTemperature(temperatureK);
        _inverseTwoThermalV = Material.FaradayCMol / (2 * Material.GasConstantJMolK * temperatureK);
    }

    /// <inheritdoc/>
    public double OpenCircuitV(double x) => _potential.At(Math.Clamp(x, Edge, 1 - Edge));

    /// <inheritdoc/>
    public KineticRate At(double x, double potential, double concentration)
    {
        double inside = Math.Clamp(x, Edge, 1 - Edge);
        double c = Math.Max(concentration, SmallestConcentration);
        double i0, byX, byC;
        if (_exchange is not null)
        {
            (i0, byX, byC) = _exchange.At(inside, c);
        }
        else
        {
            double root = Math.Sqrt(inside * (1 - inside)), scale = 2 * Math.Sqrt(c / 1000), reference = _prefactor.At(inside);
            i0 = scale * root * reference;
            byX = scale * ((reference * (1 - (2 * inside)) / (2 * root)) + (root * _prefactor.SlopeAt(inside)));
            byC = i0 / (2 * c);
        }

        double argument = _inverseTwoThermalV * (potential - _potential.At(inside));
        double limited = Math.Clamp(argument, -LargestExponent, LargestExponent);
        double e = Math.Exp(limited), cosh2 = e + (1 / e), sinh2 = e - (1 / e) + ((argument - limited) * cosh2);
        double byPotential = i0 * cosh2 * _inverseTwoThermalV;
        double current = i0 * sinh2, byLithiation = (byX * sinh2) - (byPotential * _potential.SlopeAt(inside));
        // Far from equilibrium the rate of a nearly full host falls towards x = 1 with its exchange current; beyond the end it must drive x back all the same.
        double beyond = x == inside ? byLithiation : Math.Abs(byLithiation);
        return new KineticRate(current + (beyond * (x - inside)), beyond, byPotential, concentration > SmallestConcentration ? byC * sinh2 : 0);
    }
}
