namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>How a network is run.</summary>
public sealed record SegmentationModelOptions
{
    /// <summary>Threads inside one operator; 0 leaves it to ONNX Runtime (one a core). Default 0.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>Largest edge of a tile in pixels, a multiple of 32. Default 512.</summary>
    public int TilePx { get; init; } = 512;

    /// <summary>Smallest overlap of neighbouring tiles, pixels, a multiple of 32. Default 64.</summary>
    public int OverlapPx { get; init; } = 64;

    /// <summary>Images of at most so many pixels are run in one piece. Default 1,600,000 (1536 × 1024 goes whole).</summary>
    public int WholeFramePixels { get; init; } = 1_600_000;
}
