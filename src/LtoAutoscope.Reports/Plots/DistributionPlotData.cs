using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Reports.Plots;

/// <summary>What a picture of distributions shows.</summary>
public sealed record DistributionPlotData
{
    /// <summary>The quantity.</summary>
    public required string Title { get; init; }

    /// <summary>Title of the horizontal axis, with unit.</summary>
    public required string Axis { get; init; }

    /// <summary>Unit of the quantity; empty for a ratio.</summary>
    public required string Unit { get; init; }

    /// <summary>Decimals of the percentiles.</summary>
    public required int Decimals { get; init; }

    /// <summary>What shares count: <c>particles</c> or <c>volume</c>.</summary>
    public required string Share { get; init; }

    /// <summary><c>by number</c> or <c>by volume</c>.</summary>
    public required string Weighting { get; init; }

    /// <summary>The bars all samples share; null where nothing can be drawn.</summary>
    public required DistributionLayout? Layout { get; init; }

    /// <summary>Samples with their distributions.</summary>
    public required IReadOnlyList<(string Name, Distribution Distribution)> Series { get; init; }

    /// <summary>Lines under the picture: n, what was left out, the edge rule, the filter.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the file says of itself in its metadata.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];
}
