namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>How a network is run.</summary>
public sealed record SegmentationModelOptions
{
    /// <summary>
    /// With less overlap than this the tiling shows. What a pixel of the network can see reaches some 300 pixels, but hardly anything comes from beyond half of that:
    /// from 192 pixels on counts are the same as untiled, at 64 to 160 some were off by 1 to 3 of 2,000 (docs/performance.md).
    /// </summary>
    public const int LeastOverlapPx = 192;

    /// <summary>A tile is at least so many times as large as the overlap.</summary>
    private const int LeastTile = 3;

    /// <summary>Threads inside one operator; 0 leaves it to ONNX Runtime (one a core). Default 0.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>Threads that the work around the network uses: as many as inside one operator.</summary>
    internal int Threads => IntraOpThreads > 0 ? IntraOpThreads : Environment.ProcessorCount;

    /// <summary>Largest edge of a tile in pixels, a multiple of 32. Default 768.</summary>
    public int TilePx { get; init; } = 768;

    /// <summary>
    /// Smallest overlap of neighbouring tiles, pixels, a multiple of 32, at least <see cref="LeastOverlapPx"/>. Default the same.
    /// </summary>
    public int OverlapPx { get; init; } = LeastOverlapPx;

    /// <summary>Images of at most so many pixels are run in one piece. Default 1,600,000 (1536 × 1024 goes whole).</summary>
    public int WholeFramePixels { get; init; } = 1_600_000;

    /// <summary>Whether the confidence model beside the network is used (<see cref="Imaging.Confidence.ConfidenceModel"/>). Default true.</summary>
    public bool Confidence { get; init; } = true;

    /// <exception cref="ArgumentException">A tile or overlap is no multiple of 32, or too small.</exception>
    internal void Check()
    {
        if (TilePx % SegmentationModel.Multiple != 0 || OverlapPx % SegmentationModel.Multiple != 0 || OverlapPx < LeastOverlapPx || TilePx < LeastTile * OverlapPx)
            throw new ArgumentException($"Tiles of {TilePx} pixels that overlap by {OverlapPx} cannot be made: give multiples of {SegmentationModel.Multiple}, an overlap of at least {LeastOverlapPx} and a tile of {LeastTile} times that.");
    }
}
