using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>
/// Whether the stated 95 % intervals hold the truth as often as they say: samples are drawn from populations whose truth is known, spoilt by the measured error model and by the inputs of the budget, each
/// drawn from the distribution that the budget states, and summarised as a run is.
/// </summary>
public static class CoverageBench
{
    private static readonly (string Measure, string Statistic)[] Figures =
    [
        ("diameter_nm", "mean"), ("diameter_nm", "median"), ("aspect_ratio", "mean"), ("aspect_ratio", "median"), ("fractal_dimension", "mean"), ("fractal_dimension", "median"),
    ];

    /// <summary>Runs the trials.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="progress">Told after each trial; may be null.</param>
    /// <param name="cancellationToken">Ends between two trials.</param>
    /// <exception cref="Domain.InputException">An option is out of range.</exception>
    public static CoverageReport Run(CoverageOptions options, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int[] stated = new int[Figures.Length], sampling = new int[Figures.Length], independent = new int[Figures.Length];
        List<double>[] widths = [.. Figures.Select(static _ => new List<double>())];
        for (int t = 0; t < options.Trials; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new Random(unchecked(options.Seed * 1_000_003 + t));
            var population = CoveragePopulation.Draw(random);
            var error = new CoverageError(options.Errors, random);
            Morphology morphology = Sample(population, error, random, options with { Seed = options.Seed + t });
            for (int k = 0; k < Figures.Length; k++)
            {
                (string measure, string statistic) = Figures[k];
                MeasureSummary summary = Summary(morphology, measure);
                double truth = population.Truth(measure, statistic), shifted = error.Applied(measure, truth), value = statistic == "mean" ? summary.Mean : summary.Median;
                double[] interval = statistic == "mean" ? summary.MeanCi95 : summary.MedianCi95, frames = (statistic == "mean" ? summary.MeanCi95Sampling : summary.MedianCi95Sampling)!;
                double counting = morphology.Uncertainty.Single(b => b.Measure == measure && b.Statistic == statistic).Sources[0].Contribution;
                if (interval[0] <= truth && truth <= interval[1]) stated[k]++;
                if (frames[0] <= shifted && shifted <= frames[1]) sampling[k]++;
                if (Math.Abs(value - shifted) <= 1.96 * counting) independent[k]++;
                widths[k].Add((interval[1] - interval[0]) / 2 / value);
            }

            progress?.Report((t + 1, options.Trials));
        }

        return new CoverageReport(
            [.. Figures.Select((figure, k) => new CoverageRow(
                figure.Measure, figure.Statistic, options.Trials, (double)stated[k] / options.Trials, (double)sampling[k] / options.Trials, (double)independent[k] / options.Trials,
                widths[k].Order().ElementAt(widths[k].Count / 2)))],
            options.Errors.Basis);
    }

    private static Morphology Sample(CoveragePopulation population, CoverageError error, Random random, CoverageOptions options)
    {
        List<IReadOnlyList<Particle>> frames = [];
        for (int f = 0; f < population.Frames; f++) frames.Add([.. population.Frame(random).Select(particle => error.Measure(particle, random))]);
        return MorphologyStatistics.Summarise(frames, 1, new SummaryOptions { Seed = options.Seed, Replicates = options.Replicates, Accuracy = error.Stated });
    }

    private static MeasureSummary Summary(Morphology morphology, string measure) => measure switch
    {
        "diameter_nm" => morphology.DiameterNm,
        "aspect_ratio" => morphology.AspectRatio,
        _ => morphology.FractalDimension,
    };
}
