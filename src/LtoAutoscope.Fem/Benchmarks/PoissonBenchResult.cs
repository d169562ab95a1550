using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>What <c>fem bench poisson</c> prints.</summary>
public sealed record PoissonBenchResult
{
    /// <summary>Cells along an edge.</summary>
    public required int N { get; init; }

    /// <summary>Nodes, (N+1)³.</summary>
    public required long Nodes { get; init; }

    /// <summary>From the label grid in memory to the operator, the multigrid hierarchy and the right-hand side, s.</summary>
    public required double SetupS { get; init; }

    /// <summary>The linear solve, s.</summary>
    public required double SolveS { get; init; }

    /// <summary>Set-up and solve, s.</summary>
    public required double TotalS { get; init; }

    /// <summary>Iterations of conjugate gradients.</summary>
    public required int Iterations { get; init; }

    /// <summary>∫u over the cube; 0.02015741 for Q1 at N = 64 and k = 1.</summary>
    [JsonPropertyName("integral_u")]
    public required double IntegralU { get; init; }

    /// <summary>Relative residual at the end.</summary>
    public required double RelativeResidual { get; init; }

    /// <summary>Peak resident memory of the process, MB (10⁶ bytes); the run-time itself is in it, the triad's arrays are not.</summary>
    [JsonPropertyName("peak_rss_mb")]
    public required double PeakRssMb { get; init; }

    /// <summary>STREAM triad a = b + s·c on this machine with the same threads, GB/s, 24 bytes an entry.</summary>
    [JsonPropertyName("triad_gb_s")]
    public required double TriadGbS { get; init; }

    /// <summary>The operator's own traffic, GB/s, at <see cref="BytesPerNode"/> a node.</summary>
    [JsonPropertyName("operator_gb_s")]
    public required double OperatorGbS { get; init; }

    /// <summary>Bytes counted a node and application: read u, read coefficient, write y.</summary>
    public required int BytesPerNode { get; init; }

    /// <summary>Threads used.</summary>
    public required int Threads { get; init; }

    /// <summary>Coefficient inside the packing over the one outside; 1 without a packing.</summary>
    public required double Jump { get; init; }
}
