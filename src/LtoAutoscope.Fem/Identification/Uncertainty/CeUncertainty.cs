using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>
/// Propagates what is uncertain in morphology, shape model, roughness and parameters to CE1 by Latin hypercube draws of the reduced model,
/// and says what dominates: first-order indices after Saltelli et al. (Comput. Phys. Commun. 181 (2010) 259), total ones after Jansen
/// (Comput. Phys. Commun. 117 (1999) 35).
/// </summary>
public sealed class CeUncertainty
{
    private const double LargestFailedShare = 0.05;

    private readonly ICellPredictor _model;
    private readonly TimeProvider _time;

    /// <param name="model">The forward model; the single-particle model if null.</param>
    /// <param name="time">The clock; the system's if null.</param>
    public CeUncertainty(ICellPredictor? model = null, TimeProvider? time = null)
        => (_model, _time) = (model ?? ReducedModels.Particle, time ?? TimeProvider.System);

    /// <summary>Runs the draws.</summary>
    /// <param name="morphology">What was measured, with its intervals.</param>
    /// <param name="material">The material, with its intervals.</param>
    /// <param name="options">How many, and how.</param>
    /// <param name="progress">Share done, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">An option is out of range, or nothing has an interval.</exception>
    /// <exception cref="ConvergenceException">The model fails for more than a twentieth of the draws.</exception>
    public Task<CeUncertaintyResult> RunAsync(
        Morphology morphology, Material material, CeUncertaintyOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(morphology, material, options, progress, cancellationToken), cancellationToken);
    }

    private CeUncertaintyResult Run(Morphology morphology, Material material, CeUncertaintyOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        var particles = UncertainInputs.Particles(morphology);
        var inputs = UncertainInputs.Of(morphology, material, options.Shapes, options.Seed);
        if (inputs.Count == 0) throw new InputException("nothing has an interval", "morphology", "Give a morphology with intervals, or a material with uncertainty");
        var projection = new ProjectionToVolume(morphology, options.Shapes);
        int n = options.Samples, k = inputs.Count, done = 0;
        double[][] both = LatinHypercube.Unit(n, 2 * k, new SeededRandom(options.Seed, 0x736f626f));
        var values = new double[n, k + 2];
        Parallel.For(0, n * (k + 2), new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, run =>
        {
            int row = run / (k + 2), column = run % (k + 2);
            // Column 0: A; 1: B; 2 + i: A with input i from B.
            values[row, column] = Ce1(i => both[row][column == 1 || column == 2 + i ? k + i : i]);
            progress?.Report((double)Interlocked.Increment(ref done) / (n * (k + 2)));
        });

        double nominal = Ce1(null);
        if (double.IsNaN(nominal)) throw new ConvergenceException("The model cannot be solved with every input at its best value.");
        int[] rows = [.. Enumerable.Range(0, n).Where(r => Enumerable.Range(0, k + 2).All(c => !double.IsNaN(values[r, c])))];
        int failed = n - rows.Length;
        if (failed > LargestFailedShare * n)
            throw new ConvergenceException($"The model could not be solved for {failed} of {n} draws. Narrow the intervals of the material's parameters.");
        double[] draws = [.. rows.SelectMany(r => new[] { values[r, 0], values[r, 1] }).Order()];
        double mean = draws.Average(), variance = draws.Sum(v => (v - mean) * (v - mean)) / (draws.Length - 1);
        InputShare[] shares =
        [
            .. inputs.Select((input, i) => new InputShare(
                input.Name, double.IsNaN(input.Low) ? null : [input.Low, input.High],
                variance > 0 ? rows.Average(r => (values[r, 1] - mean) * (values[r, 2 + i] - values[r, 0])) / variance : 0,
                variance > 0 ? rows.Average(r => Math.Pow(values[r, 0] - values[r, 2 + i], 2)) / (2 * variance) : 0))
            .OrderByDescending(s => s.Total),
        ];
        return new CeUncertaintyResult
        {
            Sample = morphology.SampleName,
            Ce1 = nominal,
            Ce1Interval = [Percentile(draws, 0.025), Percentile(draws, 0.975)],
            Mean = mean,
            StandardDeviation = Math.Sqrt(variance),
            Inputs = shares,
            Findings = Words(shares, material, variance),
            Draws = draws.Length,
            Failed = failed,
            Model = _model.Description,
            WallS = _time.GetElapsedTime(start).TotalSeconds,
            Values = draws,
        };

        double Ce1(Func<int, double>? share)
        {
            var draw = new UncertainDraw(particles, material, projection);
            if (share is not null)
            {
                for (int i = 0; i < inputs.Count; i++) inputs[i].Change(draw, share(i));
            }

            try
            {
                var m = draw.Material;
                return _model.Predict(draw.Sample(options.Classes), m, Protocol.Of(m, options.RatePerHour), cancellationToken).Ce1;
            }
            catch (ConvergenceException)
            {
                return double.NaN;
            }
        }
    }

    private static IReadOnlyList<string> Words(InputShare[] shares, Material material, double variance)
    {
        var said = new List<string>();
        if (!(variance > 1e-14)) return ["Nothing that was varied changes CE1."];
        var first = shares[0];
        said.Add(string.Create(CultureInfo.InvariantCulture,
            $"{first.Name} dominates: it takes part in {100 * Math.Min(1, first.Total):0} % of the variance of CE1{(shares.Length > 1 ? $", then {shares[1].Name} with {100 * Math.Min(1, shares[1].Total):0} %" : "")}."));
        string[] small = [.. shares.Where(s => s.Total < 0.02).Select(s => s.Name)];
        if (small.Length > 0) said.Add($"Measuring these better would not narrow the interval: {string.Join(", ", small)}.");
        if (material.Uncertainty.Count == 0)
            said.Add("The material gives no interval for any of its parameters (block uncertainty, as fem fit writes it): the true interval is wider by what they would add.");
        said.Add("Not in it: what the reduced model leaves out, and correlations between the parameters.");
        return said;
    }

    private static double Percentile(double[] ordered, double p)
    {
        double at = p * (ordered.Length - 1);
        int low = (int)at, high = Math.Min(low + 1, ordered.Length - 1);
        return ordered[low] + ((at - low) * (ordered[high] - ordered[low]));
    }
}
