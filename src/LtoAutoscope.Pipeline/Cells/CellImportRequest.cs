using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>What a person gives with a cycler's file.</summary>
public sealed record CellImportRequest
{
    /// <summary>The sample whose powder is in the cell.</summary>
    public required string SampleName { get; init; }

    /// <summary>The cell's own name.</summary>
    public required string CellName { get; init; }

    /// <summary>Name of the file.</summary>
    public required string SourceName { get; init; }

    /// <summary>Mass of active material, mg; null to take it from the file, where it names one.</summary>
    public double? MassMg { get; init; }

    /// <summary>Area of the electrode, cm²; null where unknown.</summary>
    public double? AreaCm2 { get; init; }

    /// <summary>Temperature, °C; null where unknown.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>Sign that the file gives to the lithiating current: <c>auto</c> (told from the first fall of the voltage), <c>positive</c>, <c>negative</c>.</summary>
    public string LithiationCurrent { get; init; } = "auto";

    /// <summary>What the efficiency divides by what; null only in a preview, which suggests it.</summary>
    public EfficiencyConvention? Convention { get; init; }

    /// <summary>Where the charges are to come from.</summary>
    public ChargeSource Charge { get; init; }

    /// <summary>When it was measured, from 1980 on and not in the future; null for the time of the import, which the record then says.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>How the file is to be read; null to find out.</summary>
    public CellTestMapping? Mapping { get; init; }

    /// <summary>What is wrong with its figures, each with its key; the name is not looked at.</summary>
    internal IReadOnlyList<string> Problems(double fileMassG)
    {
        List<string> problems = [];
        double massG = MassMg / 1000 ?? fileMassG;
        if (double.IsNaN(massG)) problems.Add("mass_mg: the mass of active material is missing, and the file names none");
        else if (massG is not (> 1e-6 and <= 100)) problems.Add(FormattableString.Invariant($"mass_mg: {massG * 1000} must lie above 0.001 and at most 100,000 mg"));
        if (AreaCm2 is not (null or (> 0 and <= 10_000))) problems.Add(FormattableString.Invariant($"area_cm2: {AreaCm2} must lie above 0 and at most 10,000"));
        if (TemperatureC is not (null or (>= -60 and <= 120))) problems.Add(FormattableString.Invariant($"temperature_c: {TemperatureC} must lie between −60 and 120"));
        if (LithiationCurrent is not ("auto" or "positive" or "negative")) problems.Add($"lithiation_current: '{LithiationCurrent}' is none of auto, positive, negative");
        if (MeasuredAt is { Year: < 1980 } at) problems.Add(FormattableString.Invariant($"measured_at: {at:yyyy-MM-dd} must lie between 1980 and today"));
        return problems;
    }

    /// <summary>Throws what is wrong with it.</summary>
    /// <exception cref="InputException">All problems.</exception>
    internal CellTestDetails Check(double fileMassG)
    {
        List<string> problems = [];
        if (!Domain.Samples.SampleName.IsValid(CellName)) problems.Add($"cell: '{CellName}' must have 1 to 64 letters, digits, '.', '-' or '_', and start with a letter or digit");
        problems.AddRange(Problems(fileMassG));
        double massG = MassMg / 1000 ?? fileMassG;
        if (problems.Count > 0) throw new InputException(string.Join("; ", problems), $"cell '{CellName}'", "Correct these and try again");
        return new CellTestDetails
        {
            Name = CellName, MassG = massG, AreaCm2 = AreaCm2 ?? double.NaN, TemperatureK = TemperatureC + 273.15 ?? double.NaN, LithiationSign = LithiationCurrent switch { "positive" => 1, "negative" => -1, _ => 0 },
        };
    }
}
