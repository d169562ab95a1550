namespace LtoAutoscope.Storage.Columns;

/// <summary>The head of a column file: what it holds and where.</summary>
public sealed record ColumnDirectory
{
    /// <summary>Particles.</summary>
    public required int Rows { get; init; }

    /// <summary>What it was made from.</summary>
    public required ColumnSource Source { get; init; }

    /// <summary>Frames, in the order of the rows.</summary>
    public required IReadOnlyList<string> Frames { get; init; }

    /// <summary>Its blocks.</summary>
    public required IReadOnlyList<ColumnBlock> Blocks { get; init; }
}
