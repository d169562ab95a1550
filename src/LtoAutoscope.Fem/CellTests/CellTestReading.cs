namespace LtoAutoscope.Fem.CellTests;

/// <summary>What was read of a cell test.</summary>
/// <param name="Format">The format, in words.</param>
/// <param name="Points">The rows, with the current's sign as the file has it.</param>
public sealed record CellTestReading(string Format, IReadOnlyList<CellTestPoint> Points)
{
    /// <summary>How many bad rows are kept with their reason.</summary>
    public const int BadRowsKept = 20;

    /// <summary>What the columns were taken for.</summary>
    public IReadOnlyList<ColumnUse> Columns { get; init; } = [];

    /// <summary>Charge that the cycler counted up to each row, whatever its direction, Ah; never falls. Empty where the file counts no charge.</summary>
    public IReadOnlyList<double> CountedAh { get; init; } = [];

    /// <summary>Rows that were left out.</summary>
    public long BadRowCount { get; init; }

    /// <summary>The first of them, at most <see cref="BadRowsKept"/>.</summary>
    public IReadOnlyList<BadRow> BadRows { get; init; } = [];

    /// <summary>What a person should know of how it was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Mass of active material that the file itself names, g; NaN where it names none.</summary>
    public double MassG { get; init; } = double.NaN;
}
