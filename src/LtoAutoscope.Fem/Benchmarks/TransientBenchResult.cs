using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>What <c>fem bench transient</c> prints.</summary>
public sealed record TransientBenchResult
{
    /// <summary>Cells along an edge.</summary>
    public required int N { get; init; }

    /// <summary>Nodes, (N+1)³.</summary>
    public required long Nodes { get; init; }

    /// <summary>Steps of implicit Euler.</summary>
    public required int Steps { get; init; }

    /// <summary>From the diffusivities in memory to the operator and the multigrid hierarchy, s.</summary>
    public required double SetupS { get; init; }

    /// <summary>All steps, s.</summary>
    public required double SolveS { get; init; }

    /// <summary>Set-up and steps, s.</summary>
    public required double TotalS { get; init; }

    /// <summary>Iterations of conjugate gradients over all steps.</summary>
    public required int Iterations { get; init; }

    /// <summary>∫c at the end; 0.23869484 at N = 64.</summary>
    [JsonPropertyName("mean_c")]
    public required double MeanC { get; init; }

    /// <summary>Peak resident memory of the process, MB (10⁶ bytes).</summary>
    [JsonPropertyName("peak_rss_mb")]
    public required double PeakRssMb { get; init; }

    /// <summary>Threads used.</summary>
    public required int Threads { get; init; }
}
