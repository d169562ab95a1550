using System.Buffers;
using System.Numerics.Tensors;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Turns the network's maps into particles. A network with offsets and size has its foreground separated by votes
/// (<see cref="VoteSeparation"/>); one with the three required maps alone by a watershed on distance × (1 − boundary), smoothed, whose
/// seeds are the summits that stand out.
/// </summary>
public sealed record InstanceSeparation
{
    /// <summary>Foreground probability from which a pixel counts, 0…1. Default 0.5.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Particles of a smaller equivalent circle diameter are dropped, pixels. Default 5.</summary>
    public double MinimumDiameterPx { get; init; } = 5;

    /// <summary>Standard deviation of the smoothing, pixels. Default 1.</summary>
    public double SmoothingPx { get; init; } = 1;

    /// <summary>How far a seed's summit stands above the pass to a higher one, 0…1. Default 0.2 for distances, which are smooth.</summary>
    public double Dynamics { get; init; } = 0.2;

    /// <summary>The same for heaps of votes, parts of a particle. Default 0.15, the best on the validation images.</summary>
    public double VoteDynamics { get; init; } = 0.15;

    /// <summary>Image pixels of one unit of the network's offsets and size. Default 30.</summary>
    public double ReachPx { get; init; } = 30;

    /// <summary>Threads; the result does not depend on them. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Separates the particles of one frame; labels run 1…n in reading order. Deterministic.</summary>
    public LabelImage Separate(SegmentationMaps maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        double smallestArea = Math.PI / 4 * MinimumDiameterPx * MinimumDiameterPx;
        int[] labels;
        using (AnalysisStage.Start(AnalysisStage.Separation)) labels = Basins(maps, smallestArea);
        using var stage = AnalysisStage.Start(AnalysisStage.Labels);
        LabelCleaning.FillHoles(labels, maps.Width);
        return LabelCleaning.Renumber(labels, maps.Width, smallestArea);
    }

    private int[] Basins(SegmentationMaps maps, double smallestArea)
    {
        bool[] inside = new bool[maps.Length];
        ReadOnlySpan<float> foreground = maps.Foreground;
        for (int i = 0; i < inside.Length; i++) inside[i] = foreground[i] > Threshold;
        if (maps.HasVotes) return VoteSeparation.Separate(maps, inside, ReachPx, SmoothingPx, VoteDynamics, Threads);
        float[] landscape = ArrayPool<float>.Shared.Rent(inside.Length);
        Span<float> heights = landscape.AsSpan(0, inside.Length);
        TensorPrimitives.Subtract(1, maps.Boundary, heights);
        TensorPrimitives.Multiply(heights, maps.Distance, heights);
        GaussianBlur.InPlace(landscape, maps.Width, maps.Height, SmoothingPx, Threads);
        int[] basins = PersistenceWatershed.Flood(landscape, inside, maps.Width, Dynamics, 0, (int)(smallestArea / 4));
        ArrayPool<float>.Shared.Return(landscape);
        return basins;
    }
}
