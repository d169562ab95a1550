using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>What an import would give; nothing is kept.</summary>
/// <param name="File">The file: format, columns, first rows, what keeps it from being read.</param>
public sealed record CellImportPreview(CellTestPreview File)
{
    /// <summary>Rows that would be used.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that would be left out.</summary>
    public long BadRows { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<BadRow> FirstBadRows { get; init; } = [];

    /// <summary>What keeps it from being imported as it is; empty when nothing does.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What a person should know before using it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The cycles.</summary>
    public IReadOnlyList<CycleCapacity> Cycles { get; init; } = [];

    /// <summary>The convention that the test suggests; null where there is no test yet.</summary>
    public EfficiencyConvention? Suggested { get; init; }

    /// <summary>The initial efficiency by the convention that was asked for, or else the suggested one; null where there is none.</summary>
    public double? Ce1 { get; init; }

    /// <summary>Mass of active material, mg; null where none is given.</summary>
    public double? MassMg { get; init; }

    /// <summary>Where the charges come from; null where there is no test yet.</summary>
    public ChargeSource? ChargeFrom { get; init; }
}
