using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Scoring;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>
/// Fits the confidence model of a network to pictures with true masks. Each picture counts alike for the pixels, and as at most fifty particles for the particles. How well it
/// holds is found by leaving out a fifth of the pictures in turn.
/// </summary>
public static class ConfidenceFit
{
    private const int Folds = 5, FewestPictures = 20, FewestAgreeing = 10;
    private const double ParticlesOfAPicture = 50, OrdinaryIou = 0.5, RightNetworkIou = 0.8, RightClassicalIou = 0.7, Tail = 0.02;
    private static readonly SecondOpinionLimits Usual = new(0.5, 1.0 / 3, 3);

    /// <summary>Fits.</summary>
    /// <param name="network">The network, loaded without its confidence model.</param>
    /// <param name="pictures">Pictures that training never saw.</param>
    /// <param name="knownScale">Whether the median true diameter is given as the expected size.</param>
    /// <param name="parallelism">Pictures at a time.</param>
    /// <param name="progress">Hears the share that is done.</param>
    /// <param name="cancellationToken">Stops between pictures or tiles.</param>
    /// <returns>The model; reliability of pixels and particles before and after, on left-out pictures.</returns>
    /// <exception cref="InputException">There are too few pictures, or a file is damaged.</exception>
    public static async Task<(ConfidenceModel Model, IReadOnlyList<(string Title, Reliability Series)> Panels)> RunAsync(
        SegmentationModel network, IReadOnlyList<LabelledPicture> pictures, bool knownScale, int parallelism, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count < FewestPictures)
            throw new InputException($"{pictures.Count} pictures are too few for a calibration", pictures.Count > 0 ? pictures[0].Source : "pictures", $"Give at least {FewestPictures} with true masks");
        var drawn = new CalibrationPicture[pictures.Count];
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        var raw = new ParticleSegmenter(network, new SegmentationSettings()) { Calibration = null };
        await Parallel.ForAsync(0, drawn.Length, parallel, (i, token) =>
        {
            drawn[i] = CalibrationPicture.Draw(pictures[i], raw, knownScale, token);
            progress?.Report(Interlocked.Increment(ref done) / (2.0 * drawn.Length));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        PixelCalibration pixel = FitPixels(drawn);
        var calibrated = new ParticleSegmenter(network, new SegmentationSettings()) { Calibration = pixel };
        await Parallel.ForAsync(0, drawn.Length, parallel, (i, token) =>
        {
            drawn[i].Gather(network, calibrated, knownScale, token);
            progress?.Report(Interlocked.Increment(ref done) / (2.0 * drawn.Length));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return Conclude(network, drawn, pixel);
    }

    private static (ConfidenceModel Model, IReadOnlyList<(string Title, Reliability Series)> Panels) Conclude(SegmentationModel network, CalibrationPicture[] pictures, PixelCalibration pixel)
    {
        ParticleConfidence particle = FitParticles(pictures);
        FrameReviewer.Evidence[] evidence = [.. pictures.Select(p => p.With(particle))];
        double[][] ordinary = [.. pictures.Zip(evidence).Where(static p => p.First.IouAfter >= OrdinaryIou && p.Second.Confidences.Length > 1).Select(static p => p.Second.Figures)];
        if (ordinary.Length < FewestPictures)
            throw new InputException($"The network finds the particles on {ordinary.Length} of {pictures.Length} pictures only", network.Name, "Train it further, or give pictures of its own kind");
        var model = new ConfidenceModel
        {
            ModelSha256 = network.Sha256, Model = $"{network.Name} {network.Version}".Trim(),
            Pictures = new SortedDictionary<string, int>(pictures.CountBy(static p => p.Picture.Source).ToDictionary(), StringComparer.Ordinal),
            Pixel = pixel, Particle = particle, Frame = FrameReference.Fit(ordinary), SecondOpinion = FitLimits(pictures, evidence),
        };
        IReadOnlyList<(string Title, Reliability Series)> panels = CrossValidate(pictures, out double area);
        bool[] flagged = [.. evidence.Select(e => FrameReviewer.Flags(model, e).Length > 0)];
        model = model with
        {
            Quality = new ConfidenceQuality(
                panels[0].Series.ExpectedCalibrationError, panels[1].Series.ExpectedCalibrationError, panels[2].Series.ExpectedCalibrationError, panels[3].Series.ExpectedCalibrationError, area,
                pictures.Average(static p => p.IouBefore), pictures.Average(static p => p.IouAfter), flagged.Count(static f => f) / (double)flagged.Length,
                MeanIou(pictures.Where((_, i) => flagged[i])), MeanIou(pictures.Where((_, i) => !flagged[i]))),
        };
        return (model, panels);
    }

    private static double MeanIou(IEnumerable<CalibrationPicture> pictures) => pictures.Select(static p => p.IouAfter).DefaultIfEmpty(double.NaN).Average();

    private static PixelCalibration FitPixels(IEnumerable<CalibrationPicture> pictures)
    {
        List<double[]> features = [];
        List<bool> outcomes = [];
        List<double> weights = [];
        foreach (CalibrationPicture picture in pictures)
        {
            foreach ((double p, bool inside) in picture.Pixels)
            {
                features.Add([PixelCalibration.Logit(p)]);
                outcomes.Add(inside);
                weights.Add(1000.0 / picture.Pixels.Length);
            }
        }

        double[] beta = LogisticFit.Fit(features, outcomes, weights, ridge: 0);
        return new PixelCalibration(beta[1], beta[0]);
    }

    private static double WeightOf(CalibrationPicture picture) => Math.Min(1, ParticlesOfAPicture / Math.Max(1, picture.Matched.Length - 1));

    private static ParticleConfidence FitParticles(IEnumerable<CalibrationPicture> pictures)
    {
        var rows = pictures.SelectMany(p => p.Evidence.Features.Skip(1).Zip(p.Matched.Skip(1), (row, matched) => (Row: row, Matched: matched, Weight: WeightOf(p)))).ToList();
        return ParticleConfidence.Fit([.. rows.Select(static r => r.Row)], [.. rows.Select(static r => r.Matched)], [.. rows.Select(static r => r.Weight)]);
    }

    private static SecondOpinionLimits FitLimits(CalibrationPicture[] pictures, FrameReviewer.Evidence[] evidence)
    {
        SecondOpinion[] agreeing = [.. pictures.Zip(evidence).Where(static p => p.First.IouAfter >= RightNetworkIou && p.First.ClassicalIou >= RightClassicalIou).Select(static p => p.Second.Opinion)];
        if (agreeing.Length < FewestAgreeing) return Usual;
        double[] ratios = [.. agreeing.Select(static o => o.LogCountRatio)];
        return new SecondOpinionLimits(
            ScoreSpread.Quantile([.. agreeing.Select(static o => o.ForegroundIou)], Tail),
            Math.Min(Usual.LowestCountRatio, Math.Exp(ScoreSpread.Quantile(ratios, Tail))), Math.Max(Usual.LargestCountRatio, Math.Exp(ScoreSpread.Quantile(ratios, 1 - Tail))));
    }

    private static IReadOnlyList<(string Title, Reliability Series)> CrossValidate(CalibrationPicture[] pictures, out double areaUnderCurve)
    {
        List<double> pixelBefore = [], pixelAfter = [], pixelWeights = [], before = [], after = [], weights = [];
        List<bool> inside = [], matched = [];
        for (int fold = 0; fold < Folds; fold++)
        {
            CalibrationPicture[] kept = [.. pictures.Where((_, i) => i % Folds != fold)];
            PixelCalibration pixel = FitPixels(kept);
            ParticleConfidence particle = FitParticles(kept);
            foreach (CalibrationPicture picture in pictures.Where((_, i) => i % Folds == fold))
            {
                foreach ((double p, bool isForeground) in picture.Pixels)
                {
                    pixelBefore.Add(p);
                    pixelAfter.Add(pixel.Of(p));
                    inside.Add(isForeground);
                    pixelWeights.Add(1.0 / picture.Pixels.Length);
                }

                for (int label = 1; label < picture.Matched.Length; label++)
                {
                    before.Add(PixelCalibration.Sigmoid(picture.Evidence.Features[label][ParticleFeatures.ForegroundLogit]));
                    after.Add(particle.Of(picture.Evidence.Features[label]));
                    matched.Add(picture.Matched[label]);
                    weights.Add(WeightOf(picture));
                }
            }
        }

        areaUnderCurve = AreaUnderCurve(after, matched, weights);
        return
        [
            ("Pixels, network's own", Reliability.Of(pixelBefore, inside, pixelWeights)), ("Pixels, calibrated", Reliability.Of(pixelAfter, inside, pixelWeights)),
            ("Particles, mean foreground", Reliability.Of(before, matched, weights)), ("Particles, confidence", Reliability.Of(after, matched, weights)),
        ];
    }

    private static double AreaUnderCurve(List<double> scores, List<bool> outcomes, List<double> weights)
    {
        double falls = 0, area = 0, rises = 0;
        foreach (int i in Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]))
        {
            if (outcomes[i])
            {
                area += weights[i] * falls;
                rises += weights[i];
            }
            else
            {
                falls += weights[i];
            }
        }

        return area / (falls * rises);
    }
}
