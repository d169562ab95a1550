using System.Text.Json.Serialization;

namespace LtoAutoscope.Imaging.Scoring;

/// <summary>The scores of a set of pictures. The keys in JSON are those that the public evaluation script of the training pack writes.</summary>
public sealed record ScoreSummary
{
    /// <summary>Pictures.</summary>
    public required int Images { get; init; }

    /// <summary>Pictures without a prediction of their size; they count as empty predictions.</summary>
    public required int Missing { get; init; }

    /// <summary>Mean foreground IoU over the pictures.</summary>
    [JsonPropertyName("fg_iou_mean")]
    public required double ForegroundIouMean { get; init; }

    /// <summary>Foreground IoU of the pixels of all pictures together.</summary>
    [JsonPropertyName("fg_iou_pooled")]
    public required double ForegroundIouPooled { get; init; }

    /// <summary>Mean over the pictures of the two-class IoU.</summary>
    [JsonPropertyName("miou2_mean")]
    public required double TwoClassIouMean { get; init; }

    /// <summary>How foreground IoU spreads over the pictures.</summary>
    [JsonPropertyName("fg_iou_dist")]
    public required ScoreSpread ForegroundIouSpread { get; init; }

    /// <summary>Share of pictures with a foreground IoU of at least 0.85.</summary>
    [JsonPropertyName("share_iou>=0.85")]
    public required double ShareGood { get; init; }

    /// <summary>Share of pictures with a foreground IoU below 0.5.</summary>
    [JsonPropertyName("share_iou<0.5")]
    public required double ShareBad { get; init; }

    /// <summary>Mean over the pictures of the average precision at IoU &gt; 0.5.</summary>
    public required double Ap50 { get; init; }

    /// <summary>At IoU &gt; 0.75.</summary>
    public required double Ap75 { get; init; }

    /// <summary>At IoU &gt; 0.9.</summary>
    public required double Ap90 { get; init; }

    /// <summary>Mean over the thresholds 0.5, 0.55 … 0.95.</summary>
    [JsonPropertyName("map")]
    public required double MeanAveragePrecision { get; init; }

    /// <summary>TP / (TP + FP) at IoU &gt; 0.5 over the particles of all pictures.</summary>
    [JsonPropertyName("precision50")]
    public required double Precision { get; init; }

    /// <summary>TP / (TP + FN).</summary>
    [JsonPropertyName("recall50")]
    public required double Recall { get; init; }

    /// <summary>2 TP / (2 TP + FP + FN).</summary>
    [JsonPropertyName("f1_50")]
    public required double F1 { get; init; }

    /// <summary>Mean over the pictures of |predicted − true| / true count.</summary>
    [JsonPropertyName("count_err_mean_abs")]
    public required double CountErrorMean { get; init; }

    /// <summary>Median of the same.</summary>
    [JsonPropertyName("count_err_median_abs")]
    public required double CountErrorMedian { get; init; }

    /// <summary>Median with the sign: below 0 where too few were found.</summary>
    [JsonPropertyName("count_err_median_signed")]
    public required double CountErrorMedianSigned { get; init; }

    /// <summary>Particles predicted on all pictures.</summary>
    [JsonPropertyName("count_total_pred")]
    public required int PredictedTotal { get; init; }

    /// <summary>True particles on all pictures.</summary>
    [JsonPropertyName("count_total_true")]
    public required int TrueTotal { get; init; }

    /// <summary>Median over the pictures of the relative error of a picture's mean diameter.</summary>
    [JsonPropertyName("image_mean_d_err_median")]
    public required double DiameterErrorMedian { get; init; }

    /// <summary>Mean of the same.</summary>
    [JsonPropertyName("image_mean_d_err_mean")]
    public required double DiameterErrorMean { get; init; }

    /// <summary>Particles matched at IoU &gt; 0.5.</summary>
    public required int MatchedParticles { get; init; }

    /// <summary>Mean IoU of the matches; 0 without any.</summary>
    [JsonPropertyName("matched_iou_mean")]
    public required double MatchedIouMean { get; init; }

    /// <summary>Median relative diameter error over the matches; null without any.</summary>
    [JsonPropertyName("matched_d_err_median")]
    public required double? MatchedDiameterErrorMedian { get; init; }

    /// <summary>Median relative error of the aspect ratio over matches of at least 25 pixels; null without any.</summary>
    [JsonPropertyName("matched_aspect_err_median")]
    public required double? MatchedAspectErrorMedian { get; init; }

    /// <summary>Sums up a set of at least one picture.</summary>
    public static ScoreSummary Of(IReadOnlyList<PictureScore> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfZero(pictures.Count, nameof(pictures));
        double[] iou = [.. pictures.Select(static p => p.ForegroundIou)], count = [.. pictures.Select(static p => p.CountError)];
        double[] matched = [.. pictures.SelectMany(static p => p.MatchedIou)];
        long hits = pictures.Sum(static p => (long)p.Matched), predicted = pictures.Sum(static p => (long)p.Predicted), all = pictures.Sum(static p => (long)p.True);
        return new ScoreSummary
        {
            Images = pictures.Count, Missing = pictures.Count(static p => p.Missing),
            ForegroundIouMean = iou.Average(), ForegroundIouPooled = (double)pictures.Sum(static p => p.Intersection) / Math.Max(pictures.Sum(static p => p.Union), 1),
            TwoClassIouMean = pictures.Average(static p => p.TwoClassIou), ForegroundIouSpread = ScoreSpread.Of(iou),
            ShareGood = iou.Count(static v => v >= 0.85) / (double)iou.Length, ShareBad = iou.Count(static v => v < 0.5) / (double)iou.Length,
            Ap50 = pictures.Average(static p => p.AveragePrecision[0]), Ap75 = pictures.Average(static p => p.AveragePrecision[5]),
            Ap90 = pictures.Average(static p => p.AveragePrecision[8]), MeanAveragePrecision = pictures.Average(static p => p.MeanAveragePrecision),
            Precision = (double)hits / Math.Max(predicted, 1), Recall = (double)hits / Math.Max(all, 1), F1 = 2.0 * hits / Math.Max(predicted + all, 1),
            CountErrorMean = count.Average(Math.Abs), CountErrorMedian = ScoreSpread.Quantile([.. count.Select(Math.Abs)], 0.5), CountErrorMedianSigned = ScoreSpread.Quantile(count, 0.5),
            PredictedTotal = (int)predicted, TrueTotal = (int)all,
            DiameterErrorMedian = ScoreSpread.Quantile([.. pictures.Select(static p => p.DiameterError)], 0.5), DiameterErrorMean = pictures.Average(static p => p.DiameterError),
            MatchedParticles = matched.Length, MatchedIouMean = matched.Length > 0 ? matched.Average() : 0,
            MatchedDiameterErrorMedian = Median([.. pictures.SelectMany(static p => p.MatchedDiameterErrors)]),
            MatchedAspectErrorMedian = Median([.. pictures.SelectMany(static p => p.MatchedAspectErrors)]),
        };
    }

    private static double? Median(double[] values) => values.Length > 0 ? ScoreSpread.Quantile(values, 0.5) : null;
}
