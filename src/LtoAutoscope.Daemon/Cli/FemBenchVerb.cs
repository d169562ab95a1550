using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Benchmarks;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem bench poisson</c> and <c>fem bench transient</c>: the solver on known problems, beside other programs where they are installed.</summary>
internal static class FemBenchVerb
{
    public static Command Poisson()
    {
        Option<int> n = Cells(), threads = Threads();
        var jump = new Option<double?>("--jump") { Description = "Conductivity inside a packing; 1 outside.", HelpName = "J" };
        var labels = new Option<string?>("--labels") { Description = "Write the packing's label grid there (one byte a cell, x fastest; and beside it, in digits, .txt).", HelpName = "FILE" };
        var table = new Option<bool>("--table") { Description = "Iterations and times over grids up to N, without a packing and with jumps of 1e4 and 1e-4." };
        Option<bool> compare = Compare(), json = CommonOptions.Json();
        Option<string?> scripts = Scripts();
        var command = new Command("poisson", "Solve −∇·(k∇u) = 1 on the unit cube with the cell model's operator.") { n, threads, jump, labels, table, compare, scripts, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int cells = Checked(parsed.GetValue(n)), threadCount = parsed.GetValue(threads);
            if (parsed.GetValue(table)) return await TableAsync(console, cells, threadCount, cancel).ConfigureAwait(false);
            PoissonBenchResult result = await Task.Run(() => PoissonBench.Run(cells, threadCount, parsed.GetValue(jump)), cancel).ConfigureAwait(false);
            string? labelFile = parsed.GetValue(labels);
            if (labelFile is not null) await WriteLabelsAsync(labelFile, cells, cancel).ConfigureAwait(false);
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Nodes} nodes: set-up {result.SetupS:0.000} s, solve {result.SolveS:0.000} s in {result.Iterations} iterations, ∫u = {result.IntegralU:0.00000000}"));
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"operator {result.OperatorGbS:0.0} GB/s ({result.BytesPerNode} bytes a node) beside a triad of {result.TriadGbS:0.0} GB/s, peak memory {result.PeakRssMb:0} MB"));
            }

            if (!parsed.GetValue(compare))
            {
                console.WriteJson(result);
                return ExitCode.Success;
            }

            bool packed = result.Jump != 1, temporary = packed && labelFile is null;
            if (temporary)
            {
                labelFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
                await WriteLabelsAsync(labelFile, cells, cancel).ConfigureAwait(false);
            }

            try
            {
                var others = await Yardstick(parsed.GetValue(scripts)).PoissonAsync(cells, packed ? labelFile : null, result.Jump, cancel).ConfigureAwait(false);
                console.WriteJson(new { ours = result, others });
                Show(console, others, result.TotalS, result.PeakRssMb);
            }
            finally
            {
                if (temporary)
                {
                    File.Delete(labelFile!);
                    File.Delete(labelFile + ".txt");
                }
            }

            return ExitCode.Success;
        }, token));
        return command;
    }

    public static Command Transient()
    {
        Option<int> n = Cells(), threads = Threads();
        Option<bool> compare = Compare(), json = CommonOptions.Json();
        Option<string?> scripts = Scripts();
        var command = new Command("transient", "Ten implicit steps of two-phase diffusion on the unit cube.") { n, threads, compare, scripts, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int cells = Checked(parsed.GetValue(n));
            TransientBenchResult result = await Task.Run(() => TransientBench.Run(cells, parsed.GetValue(threads), cancellationToken: cancel), cancel).ConfigureAwait(false);
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Nodes} nodes, {result.Steps} steps: set-up {result.SetupS:0.000} s, solve {result.SolveS:0.000} s in {result.Iterations} iterations, mean c = {result.MeanC:0.00000000}, peak memory {result.PeakRssMb:0} MB"));
            }

            if (!parsed.GetValue(compare))
            {
                console.WriteJson(result);
                return ExitCode.Success;
            }

            var others = await Yardstick(parsed.GetValue(scripts)).TransientAsync(cells, cancel).ConfigureAwait(false);
            console.WriteJson(new { ours = result, others });
            Show(console, others, result.TotalS, result.PeakRssMb);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Option<int> Cells() => new("--n") { Description = "Cells along an edge.", Required = true, HelpName = "N" };

    private static Option<int> Threads() => new("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };

    private static Option<bool> Compare() => new("--compare") { Description = "Run dolfinx and FreeFEM on the same problem, on one thread, where they are installed." };

    private static Option<string?> Scripts() => new("--scripts") { Description = "Folder of the comparison's scripts; by default that of the checkout one stands in.", HelpName = "DIR" };

    private static int Checked(int n)
        => n is >= 2 and <= PoissonBench.MaximumN ? n : throw new InputException($"{n} must lie between 2 and {PoissonBench.MaximumN}", "--n", "Choose a grid that fits the memory");

    private static SolverYardstick Yardstick(string? scripts)
    {
        string folder = scripts ?? SolverYardstick.Locate(Environment.CurrentDirectory) ?? SolverYardstick.Locate(AppContext.BaseDirectory)
            ?? throw new InputException("the scripts of the comparison are not here", "--compare", "Run it in a checkout, or give their folder with --scripts");
        return Directory.Exists(folder) ? new SolverYardstick(folder) : throw new InputException($"{folder} does not exist", "--scripts", "Give the folder of poisson_dolfinx.py");
    }

    private static async Task<int> TableAsync(VerbConsole console, int largest, int threads, CancellationToken cancellationToken)
    {
        var rows = new List<PoissonTableRow>();
        await Task.Run(() =>
        {
            foreach (var row in PoissonBench.Table(largest, threads, cancellationToken))
            {
                rows.Add(row);
                if (console.IsJson) continue;
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"k inside {row.Jump,-6:R} {row.N,4}³: {row.Iterations,3} iterations, set-up {row.SetupS:0.000} s, solve {row.SolveS:0.000} s, {row.MicrosecondsPerNode:0.000} µs a node"));
            }
        }, cancellationToken).ConfigureAwait(false);
        console.WriteJson(rows);
        return ExitCode.Success;
    }

    private static async Task WriteLabelsAsync(string path, int n, CancellationToken cancellationToken)
    {
        byte[] labels = PoissonBench.Labels(n);
        await AtomicFile.WriteAsync(path, labels, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(path + ".txt", string.Join('\n', labels) + '\n', cancellationToken).ConfigureAwait(false);
    }

    private static void Show(VerbConsole console, IReadOnlyList<SolverYardstickResult> others, double ours, double peakMb)
    {
        foreach (var other in others)
        {
            console.WriteLine(other.Skipped is { } why
                ? $"{other.Tool}: skipped, {why}"
                : string.Create(CultureInfo.InvariantCulture,
                    $"{other.Tool}: assembly {other.AssembleS:0.00} s, set-up {other.SetupS:0.00} s, solve {other.SolveS:0.00} s in {other.Iterations} iterations, value {other.Value:0.00000000}, peak {other.PeakRssMb:0} MB: {other.TotalS / ours:0.0} times our time, {other.PeakRssMb / peakMb:0.0} times our memory"));
        }
    }
}
