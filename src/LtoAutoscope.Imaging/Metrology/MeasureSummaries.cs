using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The distribution of each measure under one weighting. What the budgets hold besides the statistics widens the stated intervals.</summary>
internal sealed class MeasureSummaries(
    IReadOnlyList<(SampleMeasure Measure, string Statistic, UncertaintyBudget Budget)> budgets, SummaryOptions options)
{
    internal MorphologySummaries Of(Func<Func<Particle, double>, WeightedSample> weighting) => new()
    {
        DiameterNm = One(weighting(SampleMeasure.Diameter.Value), SampleMeasure.Diameter),
        AspectRatio = One(weighting(SampleMeasure.AspectRatio.Value), SampleMeasure.AspectRatio),
        FractalDimension = One(weighting(SampleMeasure.FractalDimension.Value), SampleMeasure.FractalDimension),
    };

    private MeasureSummary One(WeightedSample sample, SampleMeasure measure)
    {
        double[] quantiles = new double[3];
        sample.Quantiles([0.1, 0.5, 0.9], quantiles);
        double mean = sample.Mean();
        SampleSpread spread = ClusterBootstrap.Spread(sample, options.Seed, options.Replicates);
        var logarithms = new WeightedSample(Logarithms(sample));
        return new MeasureSummary
        {
            Mean = mean,
            Median = quantiles[1],
            Std = sample.StandardDeviation(),
            D10 = quantiles[0],
            D50 = quantiles[1],
            D90 = quantiles[2],
            MeanCi95 = Stated("mean", mean, spread.Mean),
            MedianCi95 = Stated("median", quantiles[1], spread.Median),
            MeanCi95Sampling = Sampling(mean, spread.Mean),
            MedianCi95Sampling = Sampling(quantiles[1], spread.Median),
            D10Ci95Sampling = Sampling(quantiles[0], spread.D10),
            D90Ci95Sampling = Sampling(quantiles[2], spread.D90),
            GeometricMean = Math.Exp(logarithms.Mean()),
            GeometricStd = Math.Exp(logarithms.StandardDeviation()),
        };

        double[] Sampling(double value, double error) => ClusterBootstrap.Interval(sample, value, error, spread.DegreesOfFreedom);

        // The number-weighted figures have budgets of their own; those by volume take over its relative contributions of type B.
        double[] Stated(string statistic, double value, double error)
        {
            UncertaintyBudget? budget = budgets.FirstOrDefault(b => b.Measure == measure && b.Statistic == statistic).Budget;
            if (budget is null || spread.DegreesOfFreedom < 1) return Sampling(value, error);
            double other = Math.Sqrt(budget.Sources.Where(static s => s.Type == "B").Sum(static s => s.Contribution * s.Contribution)) * Math.Abs(value / budget.Value);
            double square = error * error + other * other;
            double degrees = error > 0 ? spread.DegreesOfFreedom * square * square / Math.Pow(error, 4) : double.PositiveInfinity;
            double half = ClusterBootstrap.Coverage(degrees) * Math.Sqrt(square);
            return [value - half, value + half];
        }
    }

    private static IEnumerable<(double, double, int)> Logarithms(WeightedSample sample)
    {
        for (int i = 0; i < sample.Count; i++) yield return (Math.Log(sample.Values[i]), sample.Weights[i], 0);
    }
}
