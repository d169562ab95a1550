using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>Another program's figures for the same problem.</summary>
public sealed record SolverYardstickResult
{
    /// <summary>The program and its solver.</summary>
    public required string Tool { get; init; }

    /// <summary>Why there are no figures, or null.</summary>
    public string? Skipped { get; init; }

    /// <summary>Assembly, s; 0 where it is part of the set-up.</summary>
    public double AssembleS { get; init; }

    /// <summary>Set-up of the preconditioner, s.</summary>
    public double SetupS { get; init; }

    /// <summary>Solve, s.</summary>
    public double SolveS { get; init; }

    /// <summary>All of it, s; mesh, function space and compilation of forms are left out.</summary>
    public double TotalS { get; init; }

    /// <summary>Iterations.</summary>
    public int Iterations { get; init; }

    /// <summary>∫u or the mean of c.</summary>
    public double Value { get; init; }

    /// <summary>Peak resident memory, MB (10⁶ bytes).</summary>
    [JsonPropertyName("peak_rss_mb")]
    public double PeakRssMb { get; init; }
}
