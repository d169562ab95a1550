using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>
/// A positive quantity as past runs show it: the logarithm is taken as normal from run to run with unknown mean and variance, and what the next run will show follows Student's t
/// (A. Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.3). Where nothing is known it is the stated prior: a guess, and how many times too large or too small it may be.
/// </summary>
public sealed class LearnedQuantity
{
    private const int Points = 199;
    private const double FewestRuns = 0.05;
    private const double PriorMeanRuns = 0.01;
    private const double PriorSpreadRuns = 1;
    private const double UsualSpread = 0.15;
    private const double FewestDegrees = 2;
    private readonly double[] _quantiles = new double[Points];

    private LearnedQuantity(double runs, Func<double, double> quantile)
    {
        Runs = runs;
        for (int i = 0; i < Points; i++) _quantiles[i] = quantile((i + 1.0) / (Points + 1));
    }

    /// <summary>The past runs behind it, weighted by age and likeness; 0 for a mere prior.</summary>
    public double Runs { get; }

    /// <summary>Learns from past runs.</summary>
    /// <param name="values">What they showed, above 0, with their weights, 0…1.</param>
    /// <param name="guess">What is thought where nothing is known, above 0.</param>
    /// <param name="factor">Nine times in ten the truth is within this factor of the guess, above 1.</param>
    public static LearnedQuantity From(IEnumerable<(double Value, double Weight)> values, double guess, double factor)
    {
        ArgumentNullException.ThrowIfNull(values);
        (double Log, double Weight)[] seen = [.. values.Where(value => value.Value > 0 && value.Weight > 0 && double.IsFinite(value.Value)).Select(value => (Math.Log(value.Value), value.Weight))];
        double runs = seen.Sum(value => value.Weight), start = Math.Log(guess);
        if (runs < FewestRuns)
        {
            double spread = Math.Log(factor) / Normal.InvCDF(0, 1, 0.95);
            return new LearnedQuantity(0, share => Math.Exp(start + spread * Normal.InvCDF(0, 1, share)));
        }

        double mean = seen.Sum(value => value.Weight * value.Log) / runs;
        double squares = PriorSpreadRuns * UsualSpread * UsualSpread + seen.Sum(value => value.Weight * (value.Log - mean) * (value.Log - mean))
            + PriorMeanRuns * runs / (PriorMeanRuns + runs) * (mean - start) * (mean - start);
        double degrees = PriorSpreadRuns + runs, centre = (PriorMeanRuns * start + runs * mean) / (PriorMeanRuns + runs);
        double scale = Math.Sqrt(squares / degrees * (1 + 1 / (PriorMeanRuns + runs)));
        double counted = Math.Max(FewestDegrees, degrees);
        return new LearnedQuantity(runs, share => Math.Exp(centre + scale * StudentT.InvCDF(0, 1, counted, share)));
    }

    /// <summary>The value that is not exceeded with a probability, 0…1; beyond half a percent at either end the outermost value.</summary>
    public double Quantile(double share)
    {
        double place = Math.Clamp(share * (Points + 1) - 1, 0, Points - 1);
        int below = Math.Min((int)place, Points - 2);
        return _quantiles[below] + (place - below) * (_quantiles[below + 1] - _quantiles[below]);
    }
}
