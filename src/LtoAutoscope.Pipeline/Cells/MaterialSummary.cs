using System.Text.Json.Serialization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>A material in a list.</summary>
public sealed record MaterialSummary
{
    /// <summary>Its name, as samples give it.</summary>
    public required string Name { get; init; }

    /// <summary>Chemical formula as made; empty where it is not said.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Whether it is made empty or full of lithium.</summary>
    public MaterialRole Role { get; init; }

    /// <summary>Which charge of a cycle is divided by which.</summary>
    public EfficiencyConvention Convention { get; init; }

    /// <summary>Theoretical capacity, mAh/g.</summary>
    [JsonPropertyName("theoretical_capacity_mAh_g")]
    public double TheoreticalCapacityMAhG { get; init; }

    /// <summary>Density, kg/m³.</summary>
    [JsonPropertyName("density_kg_m3")]
    public double DensityKgM3 { get; init; }

    /// <summary>Lower cut-off against lithium, V.</summary>
    [JsonPropertyName("lower_cutoff_V")]
    public double LowerCutoffV { get; init; }

    /// <summary>Upper cut-off against lithium, V.</summary>
    [JsonPropertyName("upper_cutoff_V")]
    public double UpperCutoffV { get; init; }

    /// <summary>Values that it has.</summary>
    public int Values { get; init; }

    /// <summary>Those that are assumed, fitted, or of which no source is stated.</summary>
    public int Uncertain { get; init; }

    /// <summary>Why its file cannot be read; empty where it can.</summary>
    public string Problem { get; init; } = "";

    /// <summary>The summary of a material.</summary>
    public static MaterialSummary Of(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        IReadOnlyList<MaterialRow> rows = MaterialTable.Rows(material);
        return new MaterialSummary
        {
            Name = material.Name, Formula = material.Formula, Role = material.Role, Convention = material.Convention, TheoreticalCapacityMAhG = material.TheoreticalCapacityMAhG, DensityKgM3 = material.DensityKgM3,
            LowerCutoffV = material.LowerCutoffV, UpperCutoffV = material.UpperCutoffV, Values = rows.Count, Uncertain = rows.Count(row => row.Status is ValueStatus.Assumed or ValueStatus.Fitted or ValueStatus.Unstated),
        };
    }

    /// <summary>All materials of a library; one whose file is wrong stands there with the reason.</summary>
    public static IReadOnlyList<MaterialSummary> All(MaterialLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return [.. library.Names.Select(name =>
        {
            try
            {
                return Of(library.Load(name)) with { Name = name };
            }
            catch (InputException error)
            {
                return new MaterialSummary { Name = name, Problem = error.Message };
            }
        })];
    }
}
