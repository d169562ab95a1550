using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Learning.Benchmarks;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench svr</c>: training time and agreement beside LIBSVM's own program.</summary>
internal static class BenchSvrVerb
{
    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "Training rows of four features.", HelpName = "N", DefaultValueFactory = _ => 2000 };
        var repeats = new Option<int>("--repeats") { Description = "Times each, in turns.", HelpName = "N", DefaultValueFactory = _ => 9 };
        var seed = new Option<int>("--seed") { Description = "Seed of the rows.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("svr", "Train the regression here and with LIBSVM's svm-train, in turns, start-up left out on both sides.") { rows, repeats, seed, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(rows) is { Implicit: false } && result.GetValue(rows) is < 50 or > 20_000) result.AddError("--rows must lie between 50 and 20000.");
            if (result.GetResult(repeats) is { Implicit: false } && result.GetValue(repeats) is < 1 or > 50) result.AddError("--repeats must lie between 1 and 50.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            SvrBenchResult result = await console.ProgressAsync("svr", progress => SvrBench.RunAsync(
                parsed.GetValue(rows), parsed.GetValue(repeats), parsed.GetValue(seed), new Relay(progress), cancel)).ConfigureAwait(false);
            console.WriteJson(result);
            console.WriteLine(Text($"{result.Rows} rows x {result.Features}, C {result.Parameters[0]:g4}, epsilon {result.Parameters[1]:g4}, gamma {result.Parameters[2]:g4}, stop at {result.Tolerance:g3}"));
            console.WriteLine(Text($"here      median {1000 * SvrBench.Median(result.OwnS):0} ms, least {1000 * result.OwnS.Min():0} ms; {result.SupportVectors} support vectors, objective {result.DualObjective:g9}"));
            console.WriteLine(result.Skipped ?? Text($"svm-train median {1000 * SvrBench.Median(result.LibsvmS):0} ms, least {1000 * result.LibsvmS.Min():0} ms (start-up, reading and writing, {1000 * result.StartUpS:0} ms, taken off); {result.LibsvmSupportVectors} support vectors, objective {result.LibsvmDualObjective:g9}"));
            if (result.LargestDifference is { } difference) console.WriteLine(Text($"largest difference of the predictions {difference:g3}"));
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, "training"));
    }
}
