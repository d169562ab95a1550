using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.Functions;

namespace LtoAutoscope.Fem.Cases;

/// <summary>The electrolyte: a published set, each of whose properties a function of its own may replace.</summary>
public sealed record ElectrolyteDesign
{
    /// <summary>Name of a set of <see cref="ElectrolyteSets"/>; null where all four functions are given.</summary>
    public string? Set { get; init; } = "landesfeind_ec_dmc";

    /// <summary>Salt concentration at the start, mol/m³. Default 1000.</summary>
    public double ConcentrationMolM3 { get; init; } = 1000;

    /// <summary>κ(c), S/m; null for that of the set.</summary>
    public ScalarFunction? Conductivity { get; init; }

    /// <summary>D_e(c), m²/s; null for that of the set.</summary>
    public ScalarFunction? Diffusivity { get; init; }

    /// <summary>t₊(c); null for that of the set.</summary>
    public ScalarFunction? TransferenceNumber { get; init; }

    /// <summary>TDF(c); null for that of the set.</summary>
    public ScalarFunction? ThermodynamicFactor { get; init; }

    /// <summary>The electrolyte at a temperature.</summary>
    /// <param name="temperatureK">Temperature, K.</param>
    /// <exception cref="Domain.InputException">There is no set of that name.</exception>
    public IElectrolyte Create(double temperatureK)
        => new FunctionElectrolyte(
            Set is null ? null : ElectrolyteSets.Create(Set, temperatureK), Conductivity?.AtTemperature(temperatureK), Diffusivity?.AtTemperature(temperatureK),
            TransferenceNumber?.AtTemperature(temperatureK), ThermodynamicFactor?.AtTemperature(temperatureK));
}
