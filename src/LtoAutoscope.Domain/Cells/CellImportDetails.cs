using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>How a cell was imported: what was given, how the file was read, and what came of it. It stands beside the file.</summary>
public sealed record CellImportDetails
{
    /// <summary>Which import of the cell, from 1.</summary>
    public int Version { get; init; }

    /// <summary>The sample.</summary>
    public required string SampleName { get; init; }

    /// <summary>The cell.</summary>
    public required string CellName { get; init; }

    /// <summary>Name of the file as it was given.</summary>
    public required string SourceName { get; init; }

    /// <summary>Name under which it is kept, byte for byte.</summary>
    public string KeptAs { get; init; } = "";

    /// <summary>Its SHA-256, lower-case hex.</summary>
    public string SourceSha256 { get; init; } = "";

    /// <summary>Its bytes.</summary>
    public long SourceBytes { get; init; }

    /// <summary>SHA-256 of the curves beside it.</summary>
    public string CurvesSha256 { get; init; } = "";

    /// <summary>Who imported it.</summary>
    public required string ImportedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>The format, in words.</summary>
    public required string Format { get; init; }

    /// <summary>What the columns were taken for: quantity, header, unit.</summary>
    public IReadOnlyList<CellImportColumn> Columns { get; init; } = [];

    /// <summary>Whether a person named the columns.</summary>
    public bool IsMappedByHand { get; init; }

    /// <summary>Mass of active material, mg.</summary>
    public required double MassMg { get; init; }

    /// <summary>Area of the electrode, cm²; null where unknown.</summary>
    [JsonPropertyName("area_cm2")]
    public double? AreaCm2 { get; init; }

    /// <summary>Temperature, °C; null where unknown.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>Theoretical capacity that rates refer to, mAh/g.</summary>
    [JsonPropertyName("theoretical_capacity_mAh_g")]
    public required double TheoreticalMAhG { get; init; }

    /// <summary>The material whose capacity that is.</summary>
    public required string Material { get; init; }

    /// <summary>What the efficiency divides by what.</summary>
    public required EfficiencyConvention Convention { get; init; }

    /// <summary>Where the charges come from, in words.</summary>
    public required string ChargeFrom { get; init; }

    /// <summary>Rows that were used.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were left out.</summary>
    public long BadRows { get; init; }

    /// <summary>What a person should know before using it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
