namespace LtoAutoscope.Learning.Benchmarks;

/// <summary>What <c>bench svr</c> measured.</summary>
public sealed record SvrBenchResult
{
    /// <summary>Training rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Features.</summary>
    public required int Features { get; init; }

    /// <summary>C, ε and γ.</summary>
    public required double[] Parameters { get; init; }

    /// <summary>Largest violation of the optimality conditions at which both stop, units of the target.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Seconds of each training here, the data in memory, one thread.</summary>
    public required IReadOnlyList<double> OwnS { get; init; }

    /// <summary>Seconds of each run of <c>svm-train</c>, less <see cref="StartUpS"/>; empty where it is not installed.</summary>
    public required IReadOnlyList<double> LibsvmS { get; init; }

    /// <summary>Seconds that <c>svm-train</c> takes for the same file with an ε so wide that nothing is left to train: start-up, reading and writing. Subtracted from its times.</summary>
    public required double StartUpS { get; init; }

    /// <summary>Support vectors here.</summary>
    public required int SupportVectors { get; init; }

    /// <summary>Support vectors of <c>svm-train</c>; null where it is not installed.</summary>
    public int? LibsvmSupportVectors { get; init; }

    /// <summary>Dual objective here.</summary>
    public required double DualObjective { get; init; }

    /// <summary>Dual objective as <c>svm-train</c> prints it.</summary>
    public double? LibsvmDualObjective { get; init; }

    /// <summary>Largest difference of the predictions of both on the training rows, units of the target.</summary>
    public double? LargestDifference { get; init; }

    /// <summary>Why there is no yardstick; null where there is one.</summary>
    public string? Skipped { get; init; }
}
