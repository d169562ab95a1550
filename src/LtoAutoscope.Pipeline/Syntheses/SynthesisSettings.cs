using System.Globalization;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>Between a sample's synthesis and a point of the space. Four parameters have fields of their own; any other name is looked for among the fields that a laboratory keeps.</summary>
public static class SynthesisSettings
{
    private const string Temperature = "temperature_c", Ph = "ph", Precursor = "precursor_mol_per_l", Duration = "duration_h";

    /// <summary>The point of a synthesis.</summary>
    /// <param name="space">The space.</param>
    /// <param name="synthesis">How the sample was made, or null.</param>
    /// <param name="missing">What is not noted or does not fit, in words; empty when nothing.</param>
    /// <returns>The point; null where something is missing.</returns>
    public static double[]? PointOf(SearchSpace space, Synthesis? synthesis, out string missing)
    {
        ArgumentNullException.ThrowIfNull(space);
        var point = new double[space.Parameters.Count];
        List<string> problems = [];
        for (int i = 0; i < point.Length; i++)
        {
            SpaceParameter parameter = space.Parameters[i];
            string? text = synthesis is null ? null : TextOf(synthesis, parameter.Name);
            if (string.IsNullOrWhiteSpace(text)) problems.Add($"{parameter.Name} is not noted");
            else if (parameter.Parse(text) is not { } value) problems.Add($"{parameter.Name} '{text}' is none of {parameter.Range()}");
            else if (parameter.Kind != ParameterKind.Categorical && parameter.Encode(value) is < -1 or > 2) problems.Add($"{parameter.Name} {text} lies far outside {parameter.Range()}");
            else point[i] = value;
        }

        missing = string.Join("; ", problems);
        return problems.Count == 0 ? point : null;
    }

    /// <summary>The synthesis of a point.</summary>
    public static Synthesis Of(SearchSpace space, IReadOnlyList<double> point)
    {
        ArgumentNullException.ThrowIfNull(space);
        var synthesis = new Synthesis();
        List<SampleField> fields = [];
        for (int i = 0; i < point.Count; i++)
        {
            SpaceParameter parameter = space.Parameters[i];
            bool isNumber = parameter.Kind != ParameterKind.Categorical;
            synthesis = parameter.Name.ToLowerInvariant() switch
            {
                Temperature when isNumber => synthesis with { TemperatureC = point[i] },
                Ph when isNumber => synthesis with { Ph = point[i] },
                Precursor when isNumber => synthesis with { PrecursorMolPerL = point[i] },
                Duration when isNumber => synthesis with { DurationH = point[i] },
                _ => Keep(synthesis),
            };

            Synthesis Keep(Synthesis unchanged)
            {
                fields.Add(new SampleField(parameter.Name, parameter.Text(point[i]), parameter.Unit));
                return unchanged;
            }
        }

        return synthesis with { Fields = fields };
    }

    /// <summary>The settings of a point, as people and journals read them.</summary>
    public static IReadOnlyList<ParameterSetting> List(SearchSpace space, IReadOnlyList<double> point)
        => [.. space.Parameters.Select((parameter, i) => new ParameterSetting(parameter.Name, parameter.Text(point[i]), parameter.Unit))];

    /// <summary>The point of settings that were written down; null where the space has changed so that they fit no more.</summary>
    public static double[]? PointOf(SearchSpace space, IReadOnlyList<ParameterSetting> settings)
    {
        ArgumentNullException.ThrowIfNull(space);
        double?[] point = [.. space.Parameters.Select(parameter => settings.FirstOrDefault(setting => setting.Name == parameter.Name) is { } setting ? parameter.Parse(setting.Value) : null)];
        return point.All(value => value is not null) ? [.. point.Select(value => value!.Value)] : null;
    }

    private static string? TextOf(Synthesis synthesis, string name)
    {
        double? number = name.ToLowerInvariant() switch { Temperature => synthesis.TemperatureC, Ph => synthesis.Ph, Precursor => synthesis.PrecursorMolPerL, Duration => synthesis.DurationH, _ => null };
        return number?.ToString("R", CultureInfo.InvariantCulture) ?? synthesis.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
    }
}
