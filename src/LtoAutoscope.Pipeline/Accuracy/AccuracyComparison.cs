using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>Compares the frames of one powder with their truth, by the statistics that a run uses.</summary>
internal static class AccuracyComparison
{
    internal static AccuracyRow Compare(AccuracyPowder powder, IReadOnlyList<AccuracyFrame> frames)
    {
        var few = new SummaryOptions { Replicates = 2 };
        Morphology truth = Summary(static frame => frame.True), exact = Summary(static frame => frame.Exact), measured = Summary(static frame => frame.Measured);
        (Particle Measured, Particle Exact, Particle True)[] pairs = [.. frames.SelectMany(static frame => frame.Measured
            .Select((p, i) => (Particle: p, Match: frame.Matches[i])).Where(static m => m.Match >= 0).Select(m => (m.Particle, frame.Exact[m.Match], frame.True[m.Match])))];
        double[] blurs = [.. frames.SelectMany(static frame => frame.Measured).Select(static p => p.Edge?.BlurNm ?? double.NaN).Where(double.IsFinite).Order()];
        return new AccuracyRow
        {
            Powder = powder.Number, MedianDiameterNm = powder.Powder.MedianDiameterNm, DiameterPx = powder.DiameterPx, MeanAspectRatio = powder.Powder.MeanAspectRatio,
            Roughness = powder.Powder.OutlineRoughness, TrueCount = truth.ParticleCount, MeasuredCount = measured.ParticleCount, Matched = pairs.Length,
            Hidden = frames.Sum(static frame => frame.HiddenShares.Count(static share => share > AccuracyFrame.Hidden)),
            HiddenFound = frames.Sum(static frame => frame.Exact.Where((p, i) => frame.HiddenShares[i] > AccuracyFrame.Hidden && p.Class == ParticleClass.Overlapped).Count()),
            FreeTakenForHidden = frames.Sum(static frame => frame.Exact.Where((p, i) => frame.HiddenShares[i] < AccuracyFrame.Hidden / 2 && p.Class == ParticleClass.Overlapped).Count()),
            BlurPx = blurs.Length > 0 ? blurs[blurs.Length / 2] / powder.PixelNm : double.NaN,
            Diameter = Figures(static m => m.DiameterNm, static p => p.DiameterNm, true),
            AspectRatio = Figures(static m => m.AspectRatio, static p => p.AspectRatio, true),
            FractalDimension = Figures(static m => m.FractalDimension, static p => p.FractalDimension, false),
        };

        Morphology Summary(Func<AccuracyFrame, IReadOnlyList<Particle>> particles) => MorphologyStatistics.Summarise([.. frames.Select(particles)], powder.PixelNm, few);

        AccuracyFigures Figures(Func<Morphology, MeasureSummary> summary, Func<Particle, double> value, bool relative)
        {
            MeasureSummary t = summary(truth), e = summary(exact), m = summary(measured);
            var known = pairs.Where(pair => double.IsFinite(value(pair.Measured)) && double.IsFinite(value(pair.Exact)) && double.IsFinite(value(pair.True))).ToArray();
            double[] errors = [.. known.Select(pair => Error(value(pair.Measured), value(pair.True)))];
            double weight = known.Sum(static pair => pair.Exact.Weight);
            double onMask = known.Sum(pair => pair.Exact.Weight * (value(pair.Measured) - value(pair.Exact))) / weight;
            return new AccuracyFigures
            {
                IsRelative = relative, TrueMean = t.Mean, MeasuredMean = m.Mean, TrueMedian = t.Median, MeasuredMedian = m.Median,
                TrueCount = frames.Sum(frame => frame.True.Count(p => double.IsFinite(value(p)))),
                SeenMean = e.Mean, SeenMedian = e.Median, OutlineError = relative ? onMask / t.Mean : onMask, ParticleSd = AccuracyReport.Spread(errors).Deviation,
            };

            double Error(double found, double should) => relative ? found / should - 1 : found - should;
        }
    }
}
