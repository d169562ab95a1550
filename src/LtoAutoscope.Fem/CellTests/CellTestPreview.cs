namespace LtoAutoscope.Fem.CellTests;

/// <summary>What a file looks like before it is read: its format, its columns as they would be taken, its first rows.</summary>
/// <param name="Format">The format, in words.</param>
/// <param name="Headers">The headers of its columns.</param>
/// <param name="Columns">What the columns would be taken for.</param>
/// <param name="FirstRows">The first rows under the header, as they stand in the file.</param>
public sealed record CellTestPreview(string Format, IReadOnlyList<string> Headers, IReadOnlyList<ColumnUse> Columns, IReadOnlyList<IReadOnlyList<string>> FirstRows)
{
    /// <summary>Line of the header row, from 1; 0 in a binary file.</summary>
    public int HeaderLine { get; init; }

    /// <summary>Whether a comma is the decimal sign.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>Whether the columns can be chosen by a person; those of a binary file are fixed.</summary>
    public bool CanMap { get; init; } = true;

    /// <summary>What keeps the file from being read as it is; empty when nothing does.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Mass of active material that the file itself names, g; NaN where it names none.</summary>
    public double MassG { get; init; } = double.NaN;
}
