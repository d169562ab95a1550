using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Turns the network's maps into particles: foreground from a threshold on, cut by a watershed on distance × (1 − boundary), smoothed,
/// whose seeds are the summits that stand out by <see cref="Dynamics"/>.
/// </summary>
public sealed record InstanceSeparation
{
    /// <summary>Foreground probability from which a pixel counts, 0…1. Default 0.5.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Particles of a smaller equivalent circle diameter are dropped, pixels. Default 5.</summary>
    public double MinimumDiameterPx { get; init; } = 5;

    /// <summary>Standard deviation of the smoothing, pixels. Default 1.</summary>
    public double SmoothingPx { get; init; } = 1;

    /// <summary>How far a seed's summit stands above the pass to a higher one, 0…1. Default 0.2.</summary>
    public double Dynamics { get; init; } = 0.2;

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
        float[] landscape = new float[maps.Length];
        bool[] inside = new bool[maps.Length];
        ReadOnlySpan<float> foreground = maps.Foreground, boundary = maps.Boundary, distance = maps.Distance;
        for (int i = 0; i < landscape.Length; i++)
        {
            landscape[i] = distance[i] * (1 - boundary[i]);
            inside[i] = foreground[i] > Threshold;
        }

        landscape = GaussianBlur.Apply(landscape, maps.Width, maps.Height, SmoothingPx);
        return PersistenceWatershed.Flood(landscape, inside, maps.Width, Dynamics, 0, (int)(smallestArea / 4));
    }
}
