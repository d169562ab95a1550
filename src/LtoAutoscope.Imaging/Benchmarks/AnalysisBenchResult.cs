using System.Text.Json.Serialization;

namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>What <c>bench analyse</c> prints.</summary>
public sealed record AnalysisBenchResult
{
    /// <summary>Identity of the network.</summary>
    public required string Model { get; init; }

    /// <summary>What it ran on.</summary>
    public required string Provider { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Width of a frame, pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of a frame, pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Particles found on each frame.</summary>
    public required IReadOnlyList<int> Particles { get; init; }

    /// <summary>From decoded pixels to the particle table, over all frames and repeats.</summary>
    public required Spread Total { get; init; }

    /// <summary>Whole analyses a second, from the median.</summary>
    public required double FramesPerS { get; init; }

    /// <summary>How long the processors worked for this process during a whole analysis: on a busy machine the steadier figure.</summary>
    public required Spread Processor { get; init; }

    /// <summary>Medians of each stage.</summary>
    public required IReadOnlyDictionary<string, StageTime> Stages { get; init; }

    /// <summary>The same frames when the scale has to be found from the picture.</summary>
    public required Spread WithScaleSearch { get; init; }

    /// <summary>Half of what a scan of the frame at 1 µs a pixel takes, ms.</summary>
    public required double BudgetMs { get; init; }

    /// <summary>Peak resident memory of this process while it analysed, warm-up included, MB (10⁶ bytes).</summary>
    [JsonPropertyName("peak_rss_mb")]
    public required double PeakRssMb { get; init; }

    /// <summary>The same in Python on the same frames; null where it was skipped.</summary>
    public PythonYardstickResult? Yardstick { get; init; }

    /// <summary>Why there is no yardstick; null where there is one.</summary>
    public string? YardstickSkipped { get; init; }

    /// <summary>Separation, labels and measures, ms: what scikit-image's watershed and regionprops are set beside.</summary>
    public required Spread Rest { get; init; }

    /// <summary>The network alone.</summary>
    public required Spread Network { get; init; }

    /// <summary>PyTorch's time for the network over ours (both at their fastest); null without a yardstick.</summary>
    public double? NetworkRatio => Yardstick is { } y ? y.Network.FastestMs / Network.FastestMs : null;

    /// <summary>Time of scikit-image's watershed and regionprops over our separation, labels and measures (both at their fastest); null without a yardstick.</summary>
    public double? RestRatio => Yardstick is { } y ? (y.Watershed.FastestMs + y.Regionprops.FastestMs) / Rest.FastestMs : null;
}
