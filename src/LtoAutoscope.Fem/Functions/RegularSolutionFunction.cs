using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.Functions;

/// <summary>The open-circuit potential of a material's regular solution as a function, for kinetics of another form.</summary>
/// <param name="material">The material.</param>
public sealed class RegularSolutionFunction(Material material) : ScalarFunction
{
    private readonly OpenCircuitPotential _potential = new(material);
    private readonly double _thermalV = Material.GasConstantJMolK * material.TemperatureK / Material.FaradayCMol;

    /// <inheritdoc/>
    public override double At(double x) => _potential.At(x);

    /// <inheritdoc/>
    public override double SlopeAt(double x)
        => x > _potential.Binodal && x < 1 - _potential.Binodal
            ? -_potential.SlopeV
            : -_potential.SlopeV - (_thermalV * ((1 / Math.Max(x * (1 - x), 1e-300)) - (2 * _potential.Omega)));

    /// <inheritdoc/>
    public override ScalarFunction AtTemperature(double temperatureK) => new RegularSolutionFunction(material with { TemperatureK = temperatureK });
}
