namespace LtoAutoscope.Domain.Samples;

/// <summary>How a powder was made. Everything may be unknown.</summary>
public sealed record Synthesis
{
    /// <summary>Temperature of the synthesis (the calcination, where there is one), °C, −50…2000.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>pH of the solution, −1…15.</summary>
    public double? Ph { get; init; }

    /// <summary>Concentration of the precursor, mol/L, above 0 and at most 50.</summary>
    public double? PrecursorMolPerL { get; init; }

    /// <summary>How long the temperature was held, h, above 0 and at most 10,000.</summary>
    public double? DurationH { get; init; }

    /// <summary>What else a laboratory notes: names, values, units. Default none.</summary>
    public IReadOnlyList<SampleField> Fields { get; init; } = [];

    /// <summary>Problems, each as <c>key: what is wrong</c>.</summary>
    public IEnumerable<string> Validate()
    {
        if (TemperatureC is not (null or (>= -50 and <= 2000))) yield return FormattableString.Invariant($"synthesis.temperature_c: {TemperatureC} must lie between -50 and 2,000 °C");
        if (Ph is not (null or (>= -1 and <= 15))) yield return FormattableString.Invariant($"synthesis.ph: {Ph} must lie between -1 and 15");
        if (PrecursorMolPerL is not (null or (> 0 and <= 50))) yield return FormattableString.Invariant($"synthesis.precursor_mol_per_l: {PrecursorMolPerL} must lie above 0 and at most 50 mol/L");
        if (DurationH is not (null or (> 0 and <= 10_000))) yield return FormattableString.Invariant($"synthesis.duration_h: {DurationH} must lie above 0 and at most 10,000 h");
        foreach (SampleField field in Fields)
        {
            if (string.IsNullOrWhiteSpace(field.Name) || field.Name.Length > 64) yield return $"synthesis.fields: '{field.Name}' must have 1 to 64 characters";
            if (field.Value.Length > 500) yield return $"synthesis.fields: the value of '{field.Name}' has {field.Value.Length} characters; at most 500 are kept";
        }

        foreach (string name in Fields.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return $"synthesis.fields: '{name}' stands there twice";
    }
}
