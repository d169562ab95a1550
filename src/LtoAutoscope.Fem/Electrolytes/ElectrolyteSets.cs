using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Electrolytes;

/// <summary>The published electrolytes that a material or a case can name.</summary>
public static class ElectrolyteSets
{
    private static readonly Dictionary<string, Func<double, IElectrolyte>> Sets = new(StringComparer.Ordinal)
    {
        ["landesfeind_ec_dmc"] = temperature => new LandesfeindElectrolyte(temperature),
        ["valoen_reimers"] = temperature => new ValoenReimersElectrolyte(temperature),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Sets.Keys;

    /// <summary>An electrolyte by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="temperatureK">Temperature, K.</param>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static IElectrolyte Create(string name, double temperatureK)
        => Sets.TryGetValue(name, out var make)
            ? make(temperatureK)
            : throw new InputException($"there is no electrolyte '{name}'", "electrolyte", $"Give one of {string.Join(", ", Names)}");
}
