using LtoAutoscope.Learning;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>A fit on the laboratory's own cells, as somebody asks for it.</summary>
public sealed record RegressionOrder
{
    /// <summary>Name of models of efficiency where none is given.</summary>
    public const string DefaultName = "lab-ce";

    /// <summary>Name of models of capacity where none is given.</summary>
    public const string DefaultCapacityName = "lab-capacity";

    /// <summary>What is to be predicted. Default the first-cycle efficiency.</summary>
    public RegressionTarget Target { get; init; } = RegressionTarget.Ce1;

    /// <summary>Name of the model, or null for the usual one of the target; its version is the next number.</summary>
    public string? Name { get; init; }

    /// <summary>Names of features; the usual ones when null.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Material of the samples; null for the one with most of them.</summary>
    public string? Material { get; init; }

    /// <summary>What is said of it.</summary>
    public string Note { get; init; } = "";

    /// <summary>The name that it gets.</summary>
    public string ModelName => Name ?? (Target.Quantity == RegressionQuantity.Ce1 ? DefaultName : DefaultCapacityName);
}
