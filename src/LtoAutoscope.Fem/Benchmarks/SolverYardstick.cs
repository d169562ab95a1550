using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>
/// Runs other finite element programs on the benchmarks' problems, one process each on one thread: dolfinx (Python) and FreeFEM, by the scripts of
/// <c>tests/LtoAutoscope.Fem.Tests/Comparison</c>.
/// </summary>
/// <param name="scripts">The folder of the scripts.</param>
public sealed class SolverYardstick(string scripts)
{
    private static readonly string[] s_pythons = ["/usr/bin/python3", "python3"];

    /// <summary>The scripts' folder in a checkout, upwards from a folder, or null.</summary>
    public static string? Locate(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "tests", "LtoAutoscope.Fem.Tests", "Comparison");
            if (Directory.Exists(path)) return path;
        }

        return null;
    }

    /// <summary>Poisson's problem as <see cref="PoissonBench"/> states it.</summary>
    /// <param name="n">Cells along an edge.</param>
    /// <param name="labelFile">The label grid, one byte a cell, or null for k = 1; a file beside it with the same name and <c>.txt</c> holds it in digits for FreeFEM.</param>
    /// <param name="jump">k inside.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<SolverYardstickResult>> PoissonAsync(int n, string? labelFile, double jump, CancellationToken cancellationToken)
    {
        var results = new List<SolverYardstickResult>();
        string size = Text(n), contrast = Text(jump);
        string? python = await PythonAsync(cancellationToken).ConfigureAwait(false);
        foreach (string preconditioner in (string[])["gamg", "hypre", "jacobi"])
        {
            string[] arguments = ["--n", size, "--pc", preconditioner, .. labelFile is null ? Array.Empty<string>() : ["--labels", labelFile, "--jump", contrast]];
            results.Add(await DolfinxAsync(python, "poisson_dolfinx.py", preconditioner, arguments, cancellationToken).ConfigureAwait(false));
        }

        string[] freefem = ["-nw", "-v", "0", Path.Combine(scripts, "poisson.edp"), "-n", size, "-jump", contrast, .. labelFile is null ? Array.Empty<string>() : ["-labels", labelFile + ".txt"]];
        results.Add(await RunAsync("FreeFEM P1 CG", "FreeFem++", freefem, "FreeFEM is not installed (Debian: freefem++ and libfreefem++)", cancellationToken).ConfigureAwait(false));
        return results;
    }

    /// <summary>The transient problem of <see cref="TransientBench"/>.</summary>
    /// <param name="n">Cells along an edge.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<SolverYardstickResult>> TransientAsync(int n, CancellationToken cancellationToken)
    {
        var results = new List<SolverYardstickResult>();
        string? python = await PythonAsync(cancellationToken).ConfigureAwait(false);
        foreach (string preconditioner in (string[])["jacobi", "gamg"])
            results.Add(await DolfinxAsync(python, "transient_dolfinx.py", preconditioner, ["--n", Text(n), "--pc", preconditioner], cancellationToken).ConfigureAwait(false));
        return results;
    }

    private Task<SolverYardstickResult> DolfinxAsync(string? python, string script, string preconditioner, string[] arguments, CancellationToken cancellationToken)
    {
        string tool = $"dolfinx CG+{preconditioner}";
        return python is null
            ? Task.FromResult(new SolverYardstickResult { Tool = tool, Skipped = "dolfinx is not installed (Debian: python3-dolfinx)" })
            : RunAsync(tool, python, [Path.Combine(scripts, script), .. arguments], "Python did not start", cancellationToken);
    }

    private static async Task<string?> PythonAsync(CancellationToken cancellationToken)
    {
        foreach (string python in s_pythons)
        {
            var (output, _, started) = await StartAsync(python, ["-c", "import dolfinx; print('ok')"], cancellationToken).ConfigureAwait(false);
            if (started && output.Contains("ok", StringComparison.Ordinal)) return python;
        }

        return null;
    }

    private static async Task<SolverYardstickResult> RunAsync(string tool, string program, string[] arguments, string missing, CancellationToken cancellationToken)
    {
        var (output, peak, started) = await StartAsync(program, arguments, cancellationToken).ConfigureAwait(false);
        if (!started) return new SolverYardstickResult { Tool = tool, Skipped = missing };
        string? line = output.Split('\n').LastOrDefault(l => l.StartsWith('{'));
        if (line is null) return new SolverYardstickResult { Tool = tool, Skipped = $"it ended without a result: {output.Trim().Split('\n')[^1]}" };
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new SolverYardstickResult
        {
            Tool = tool,
            AssembleS = Number(root, "assemble_s"),
            SetupS = Number(root, "setup_s"),
            SolveS = Number(root, "solve_s"),
            TotalS = Number(root, "total_s"),
            Iterations = (int)Number(root, "iterations"),
            Value = Number(root, "integral_u") + Number(root, "mean_c"),
            PeakRssMb = peak,
        };
    }

    private static double Number(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static async Task<(string Output, double PeakMb, bool Started)> StartAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // One thread each, as the benchmark's own default for a comparison.
        foreach (string name in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]) start.Environment[name] = "1";
        // Where Debian keeps FreeFEM's plugins, which it does not look for by itself.
        if (Directory.Exists("/usr/lib/freefem++") && !start.Environment.ContainsKey("FF_LOADPATH")) start.Environment["FF_LOADPATH"] = "/usr/lib/freefem++";
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new System.ComponentModel.Win32Exception();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ("", 0, false);
        }

        using (process)
        {
            using var ended = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), errors = process.StandardError.ReadToEndAsync(cancellationToken);
            double peak = await PeakAsync(process, cancellationToken).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return (await output.ConfigureAwait(false), peak, true);
        }
    }

    // The system forgets a process's peak when it ends, so it is looked at while it runs.
    private static async Task<double> PeakAsync(Process process, CancellationToken cancellationToken)
    {
        long peak = 0;
        while (!process.HasExited)
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(30), cancellationToken).ConfigureAwait(false);
        }

        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return peak / 1e6;
    }
}
