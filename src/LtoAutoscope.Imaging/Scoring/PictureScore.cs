using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Scoring;

/// <summary>How one predicted instance mask compares with the true one. Definitions: docs/measures.md, scores.</summary>
public sealed record PictureScore
{
    /// <summary>IoU thresholds of the average precision: 0.50, 0.55 … 0.95. A match needs more than the threshold.</summary>
    public static IReadOnlyList<double> Thresholds { get; } = MakeThresholds();

    /// <summary>Area from which a true particle's aspect ratio is compared, pixels.</summary>
    public const int SmallestAspectArea = 25;

    /// <summary>The set it belongs to.</summary>
    public string Source { get; init; } = "";

    /// <summary>The picture.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the prediction was missing or of another size, and therefore counts as empty.</summary>
    public bool Missing { get; init; }

    /// <summary>Pixels that are foreground in both.</summary>
    public required long Intersection { get; init; }

    /// <summary>Pixels that are foreground in either.</summary>
    public required long Union { get; init; }

    /// <summary>Foreground IoU, 0…1; 1 where both are empty.</summary>
    public required double ForegroundIou { get; init; }

    /// <summary>Mean of the IoU of foreground and background.</summary>
    public required double TwoClassIou { get; init; }

    /// <summary>TP / (TP + FP + FN) at each of <see cref="Thresholds"/>; 1 where there is nothing to find and nothing was found.</summary>
    public required IReadOnlyList<double> AveragePrecision { get; init; }

    /// <summary>Mean of <see cref="AveragePrecision"/>.</summary>
    public double MeanAveragePrecision => AveragePrecision.Sum() / AveragePrecision.Count;

    /// <summary>True particles matched at IoU &gt; 0.5.</summary>
    public required int Matched { get; init; }

    /// <summary>Particles predicted.</summary>
    public required int Predicted { get; init; }

    /// <summary>Particles in truth.</summary>
    public required int True { get; init; }

    /// <summary>Mean equivalent circle diameter predicted, pixels; 0 without particles.</summary>
    public required double PredictedDiameter { get; init; }

    /// <summary>Mean equivalent circle diameter in truth, pixels.</summary>
    public required double TrueDiameter { get; init; }

    /// <summary>Relative error of the mean diameter; where there is no true particle, 1 if any was predicted and 0 if not.</summary>
    public required double DiameterError { get; init; }

    /// <summary>IoU of each match.</summary>
    public required IReadOnlyList<double> MatchedIou { get; init; }

    /// <summary>Relative diameter error of each match.</summary>
    public required IReadOnlyList<double> MatchedDiameterErrors { get; init; }

    /// <summary>Relative error of the aspect ratio of each match of at least <see cref="SmallestAspectArea"/> true pixels.</summary>
    public required IReadOnlyList<double> MatchedAspectErrors { get; init; }

    /// <summary>(predicted − true) / true count; the true count is taken as at least 1.</summary>
    public double CountError => (double)(Predicted - True) / Math.Max(True, 1);

    /// <summary>Compares two masks of one size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static PictureScore Of(LabelImage prediction, LabelImage truth)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truth);
        return Of(DenseLabels.Of(prediction), DenseLabels.Of(truth));
    }

    internal static PictureScore Of(DenseLabels prediction, DenseLabels truth)
    {
        if (prediction.Width != truth.Width || prediction.Height != truth.Height)
            throw new ArgumentException($"{prediction.Width} × {prediction.Height} and {truth.Width} × {truth.Height} pixels cannot be compared.", nameof(prediction));
        MaskOverlap overlap = MaskOverlap.Of(prediction, truth);
        int[] matches = [.. Enumerable.Range(1, truth.Count).Where(label => overlap.BestIou[label] > Thresholds[0])];
        long pixels = truth.Labels.Length, backgroundUnion = pixels - overlap.Intersection, background = pixels - overlap.Union;
        double iou = overlap.Union == 0 ? 1 : (double)overlap.Intersection / overlap.Union;
        double predictedMean = prediction.MeanDiameter(), trueMean = truth.MeanDiameter();
        return new PictureScore
        {
            Intersection = overlap.Intersection, Union = overlap.Union, ForegroundIou = iou,
            TwoClassIou = (iou + (backgroundUnion == 0 ? 1 : (double)background / backgroundUnion)) / 2,
            AveragePrecision = [.. Thresholds.Select(threshold => Precision(overlap.BestIou, threshold, prediction.Count, truth.Count))],
            Matched = matches.Length, Predicted = prediction.Count, True = truth.Count, PredictedDiameter = predictedMean, TrueDiameter = trueMean,
            DiameterError = truth.Count > 0 ? Math.Abs(predictedMean - trueMean) / trueMean : prediction.Count > 0 ? 1 : 0,
            MatchedIou = [.. matches.Select(label => overlap.BestIou[label])],
            MatchedDiameterErrors = [.. matches.Select(label => Relative(prediction.Diameter(overlap.BestLabel[label]), truth.Diameter(label)))],
            MatchedAspectErrors = [.. matches.Where(label => truth.Areas[label] >= SmallestAspectArea)
                .Select(label => Relative(prediction.AspectRatio(overlap.BestLabel[label]), truth.AspectRatio(label)))],
        };
    }

    private static double Precision(double[] bestIou, double threshold, int predicted, int all)
    {
        // Above one half a match is unique: two predictions cannot both cover more than half of one particle's union.
        int hits = 0;
        for (int label = 1; label < bestIou.Length; label++)
            if (bestIou[label] > threshold) hits++;
        int total = predicted + all - hits;
        return total > 0 ? (double)hits / total : 1;
    }

    private static double Relative(double found, double truth) => Math.Abs(found - truth) / truth;

    /// <summary>Summed as NumPy's arange(0.5, 0.96, 0.05) does, so that an IoU of exactly 0.6 falls on the same side.</summary>
    private static double[] MakeThresholds()
    {
        double step = 0.5 + 0.05 - 0.5;
        return [.. Enumerable.Range(0, 10).Select(k => 0.5 + k * step)];
    }
}
