using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>One grid of <see cref="PoissonBench"/> in the table over grids and jumps.</summary>
public sealed record PoissonTableRow
{
    /// <summary>Cells along an edge.</summary>
    public required int N { get; init; }

    /// <summary>k inside the packing over k outside; 1 without a packing.</summary>
    public required double Jump { get; init; }

    /// <summary>Iterations to 1e-8.</summary>
    public required int Iterations { get; init; }

    /// <summary>Set-up, s.</summary>
    public required double SetupS { get; init; }

    /// <summary>Solve, s.</summary>
    public required double SolveS { get; init; }

    /// <summary>Set-up and solve over the number of nodes, microseconds.</summary>
    [JsonPropertyName("us_per_node")]
    public required double MicrosecondsPerNode { get; init; }
}
