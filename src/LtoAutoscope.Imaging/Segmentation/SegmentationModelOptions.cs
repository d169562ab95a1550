namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>How a network is run.</summary>
public sealed record SegmentationModelOptions
{
    /// <summary>Threads inside one operator; 0 leaves it to ONNX Runtime (one a core). Default 0.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>Threads that the work around the network uses: as many as inside one operator.</summary>
    internal int Threads => IntraOpThreads > 0 ? IntraOpThreads : Environment.ProcessorCount;

    /// <summary>Largest edge of a tile in pixels, a multiple of 32. Default 512.</summary>
    public int TilePx { get; init; } = 512;

    /// <summary>Smallest overlap of neighbouring tiles, pixels, a multiple of 32. Default 64.</summary>
    public int OverlapPx { get; init; } = 64;

    /// <summary>Images of at most so many pixels are run in one piece. Default 1,600,000 (1536 × 1024 goes whole).</summary>
    public int WholeFramePixels { get; init; } = 1_600_000;

    /// <summary>Whether the confidence model beside the network is used (<see cref="Imaging.Confidence.ConfidenceModel"/>). Default true.</summary>
    public bool Confidence { get; init; } = true;

    /// <exception cref="ArgumentException">A tile or overlap is no multiple of 32, or a tile is not larger than twice the overlap.</exception>
    internal void Check()
    {
        if (TilePx % SegmentationModel.Multiple != 0 || OverlapPx % SegmentationModel.Multiple != 0 || OverlapPx < SegmentationModel.Multiple || TilePx <= 2 * OverlapPx)
            throw new ArgumentException($"Tiles of {TilePx} pixels that overlap by {OverlapPx} cannot be made: give multiples of {SegmentationModel.Multiple}, and a tile larger than twice the overlap.");
    }
}
