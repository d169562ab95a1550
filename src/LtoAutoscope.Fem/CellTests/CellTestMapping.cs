namespace LtoAutoscope.Fem.CellTests;

/// <summary>How a person says that a text file is to be read, where it is not to be found out from the file.</summary>
public sealed record CellTestMapping
{
    /// <summary>The columns; empty to find them by their headers.</summary>
    public IReadOnlyList<ColumnUse> Columns { get; init; } = [];

    /// <summary>Line of the header row, from 1; null to find it.</summary>
    public int? HeaderLine { get; init; }

    /// <summary>Whether a comma is the decimal sign; null to find out.</summary>
    public bool? DecimalComma { get; init; }
}
