namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>What the next syntheses are to raise.</summary>
public sealed record ProposeRequest
{
    /// <summary><c>ce1</c>, <c>capacity</c> or <c>hyperscore</c>. Default ce1.</summary>
    public string Objective { get; init; } = "ce1";

    /// <summary>Proposals, 1…20. Default 3.</summary>
    public int Count { get; init; } = 3;

    /// <summary>C-rate at which a capacity counts, 1/h; null for 1.</summary>
    public double? Rate { get; init; }

    /// <summary>What V of the HyperScore is, <c>ce1</c> or <c>ce1_capacity</c>; null for ce1.</summary>
    public string? Value { get; init; }

    /// <summary>Name of the material; null for lithium titanate.</summary>
    public string? Material { get; init; }

    /// <summary>Theoretical capacity for <c>ce1_capacity</c>, mAh/g; null for the material's.</summary>
    public double? Theoretical { get; init; }

    /// <summary>β of the HyperScore; null for 5.</summary>
    public double? Beta { get; init; }

    /// <summary>γ; null for −ln 2.</summary>
    public double? Gamma { get; init; }

    /// <summary>κ; null for 2.</summary>
    public double? Kappa { get; init; }
}
