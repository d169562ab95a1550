using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.VirtualCells;

namespace LtoAutoscope.Learning.Benchmarks;

/// <summary>Trains the same rows here and with LIBSVM's own <c>svm-train</c>, in turns, and compares times, objectives and predictions.</summary>
/// <remarks>The rows are those of the virtual cells with their spread as a fourth feature, so they have a structure and noise as real ones would.</remarks>
public static partial class SvrBench
{
    private const string TrainProgram = "svm-train", PredictProgram = "svm-predict";
    private const double CacheMb = 200;

    /// <summary>Measures.</summary>
    /// <param name="rows">Training rows, 50…20,000.</param>
    /// <param name="repeats">Times each, 1…50.</param>
    /// <param name="seed">Of the rows.</param>
    /// <param name="progress">Told the share done; may be null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SvrBenchResult> RunAsync(int rows, int repeats, int seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 50);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        (double[][] points, double[] targets) = Data(rows, seed);
        double deviation = Math.Sqrt(targets.Average(y => (y - targets.Average()) * (y - targets.Average())));
        var parameters = new SvrHyperparameters(10 * deviation, 0.1 * deviation, 0.25);
        double tolerance = 1e-3 * deviation;
        // The first training pays for compiling, which is this program's start-up.
        EpsilonSvr.Solve(points[..50], targets[..50], parameters, tolerance, cancellationToken);
        EpsilonSvr.Solve(points, targets, parameters, tolerance, cancellationToken);

        DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-autoscope-svr-");
        try
        {
            string data = Path.Combine(folder.FullName, "data.txt"), model = Path.Combine(folder.FullName, "model.txt"), output = Path.Combine(folder.FullName, "out.txt");
            await AtomicFile.WriteTextAsync(data, Text(points, targets), cancellationToken).ConfigureAwait(false);
            bool there = await TimeAsync(TrainProgram, Arguments(parameters with { Epsilon = 1e6 }, tolerance, data, model), cancellationToken).ConfigureAwait(false) is not null;
            List<double> own = [], theirs = [], empty = [];
            SmoSolution solution = default!;
            string printed = "";
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                long began = Stopwatch.GetTimestamp();
                solution = EpsilonSvr.Solve(points, targets, parameters, tolerance, cancellationToken);
                own.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                if (there)
                {
                    empty.Add((await TimeAsync(TrainProgram, Arguments(parameters with { Epsilon = 1e6 }, tolerance, data, model), cancellationToken).ConfigureAwait(false))!.Value.Seconds);
                    (double seconds, printed) = (await TimeAsync(TrainProgram, Arguments(parameters, tolerance, data, model), cancellationToken).ConfigureAwait(false))!.Value;
                    theirs.Add(seconds);
                }

                progress?.Report((repeat + 1.0) / repeats);
            }

            double startUp = there ? Median(empty) : 0;
            var result = new SvrBenchResult
            {
                Rows = rows, Features = points[0].Length, Parameters = [parameters.C, parameters.Epsilon, parameters.Gamma], Tolerance = tolerance, OwnS = own, LibsvmS = [.. theirs.Select(seconds => seconds - startUp)], StartUpS = startUp,
                SupportVectors = solution.Coefficients.Count(static beta => beta != 0), DualObjective = solution.DualObjective,
                Skipped = there ? null : $"{TrainProgram} is not installed (libsvm-tools)",
            };
            if (!there || await TimeAsync(PredictProgram, ["-q", data, model, output], cancellationToken).ConfigureAwait(false) is null) return result;
            double[] predicted = [.. (await File.ReadAllLinesAsync(output, cancellationToken).ConfigureAwait(false)).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
            return result with
            {
                LibsvmSupportVectors = int.Parse(SupportVectorCount().Match(printed).Groups[1].Value, CultureInfo.InvariantCulture),
                LibsvmDualObjective = double.Parse(Objective().Match(printed).Groups[1].Value, CultureInfo.InvariantCulture),
                LargestDifference = Enumerable.Range(0, rows).Max(i => Math.Abs(predicted[i] - Predict(points, solution, parameters.Gamma, points[i]))),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The middle of some times.</summary>
    public static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }

    private static (double[][] Points, double[] Targets) Data(int rows, int seed)
    {
        IReadOnlyList<VirtualCell> cells = VirtualCellStudy.Generate(seed, rows);
        var random = new Random(seed);
        double[][] features = [.. cells.Select(cell => new[] { cell.MeanDiameterNm, cell.AspectRatio, cell.FractalDimension, cell.MeanDiameterNm * (0.2 + 0.1 * random.NextDouble()) })];
        return (Standardisation.Of(features).Apply(features), [.. cells.Select(static cell => cell.Ce1)]);
    }

    private static double Predict(double[][] points, SmoSolution solution, double gamma, double[] at)
    {
        double sum = -solution.Rho;
        for (int i = 0; i < points.Length; i++)
            if (solution.Coefficients[i] != 0) sum += solution.Coefficients[i] * RbfKernel.Value(points[i], at, gamma);
        return sum;
    }

    private static string[] Arguments(SvrHyperparameters parameters, double tolerance, string data, string model)
        => ["-s", "3", "-t", "2", "-c", Number(parameters.C), "-p", Number(parameters.Epsilon), "-g", Number(parameters.Gamma), "-e", Number(tolerance), "-m", Number(CacheMb), data, model];

    private static string Text(double[][] points, double[] targets)
    {
        var text = new StringBuilder();
        for (int row = 0; row < points.Length; row++)
        {
            text.Append(Number(targets[row]));
            for (int f = 0; f < points[row].Length; f++) text.Append(CultureInfo.InvariantCulture, $" {f + 1}:{Number(points[row][f])}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static async Task<(double Seconds, string Output)?> TimeAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            long began = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            string text = await output.ConfigureAwait(false) + await error.ConfigureAwait(false);
            return process.ExitCode == 0 ? (seconds, text) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"nSV = (\d+)")]
    private static partial Regex SupportVectorCount();

    [GeneratedRegex(@"obj = (-?[\d.eE+-]+)")]
    private static partial Regex Objective();
}
