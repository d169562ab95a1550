namespace LtoAutoscope.Reports.Plots;

/// <summary>What a histogram shows.</summary>
public sealed record HistogramData
{
    /// <summary>One a particle; values that are not finite are left out and counted in the summary.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Statistical weights, one a value, or null for equal ones.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>The quantity, such as <c>equivalent circle diameter</c>.</summary>
    public required string Quantity { get; init; }

    /// <summary>Its unit, or empty for a ratio.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What the shares count: <c>particles</c> (by number) or <c>volume</c>.</summary>
    public string Share { get; init; } = "particles";

    /// <summary>Percentiles to mark, such as D10, D50, D90, with their values; empty for none.</summary>
    public IReadOnlyList<(string Name, double Value)> Marks { get; init; } = [];

    /// <summary>Decimals of the marked values.</summary>
    public int Decimals { get; init; } = 1;

    /// <summary>Whether the cumulative share is drawn with its own axis.</summary>
    public bool Cumulative { get; init; } = true;

    /// <summary>A true mean to mark, where a synthetic sample knows it.</summary>
    public double? Truth { get; init; }
}
