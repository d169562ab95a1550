using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Benchmarks;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem run</c> and <c>fem bench poisson</c>.</summary>
internal static class FemVerb
{
    public static Command Create() => new("fem", "The 3D finite element cell model.")
    {
        FemRunVerb.Create(),
        FemConvergenceVerb.Create(),
        FemPlateauVerb.Create(),
        FemFitVerb.Fit(),
        FemFitVerb.Case(),
        FemFitVerb.LeaveOneOut(),
        FemStructureVerb.Create(),
        FemAreasVerb.Create(),
        FemUncertaintyVerb.Create(),
        FemFindingsVerb.Create(),
        new Command("bench", "Measure the solver on known problems.")
        {
            Poisson(),
            FemBenchPackingVerb.Create(),
        },
    };

    private static Command Poisson()
    {
        var n = new Option<int>("--n") { Description = "Cells along an edge.", Required = true, HelpName = "N" };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var jump = new Option<double?>("--jump") { Description = "Conductivity inside a packing; 1 outside.", HelpName = "J" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("poisson", "Solve −∇·(k∇u) = 1 on the unit cube with the cell model's operator.") { n, threads, jump, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(n) is < 2 or > PoissonBench.MaximumN)
                throw new InputException($"{parsed.GetValue(n)} must lie between 2 and {PoissonBench.MaximumN}", "--n", "Choose a grid that fits the memory");
            PoissonBenchResult result = await Task.Run(() => PoissonBench.Run(parsed.GetValue(n), parsed.GetValue(threads), parsed.GetValue(jump)), cancel).ConfigureAwait(false);
            console.WriteJson(result);
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Nodes} nodes: set-up {result.SetupS:0.00} s, solve {result.SolveS:0.00} s in {result.Iterations} iterations, ∫u = {result.IntegralU:0.00000000}"));
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"operator {result.OperatorGbS:0.0} GB/s beside a triad of {result.TriadGbS:0.0} GB/s, peak memory {result.PeakRssMb:0} MB"));
            }

            return ExitCode.Success;
        }, token));
        return command;
    }
}
