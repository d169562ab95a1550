using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Identification.Uncertainty;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem uncertainty</c>: what the uncertainty of CE1 comes from.</summary>
internal static class FemUncertaintyVerb
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for uncertainty.json, uncertainty.md and uncertainty.svg.", Required = true, HelpName = "DIR" };
        var morphology = new Option<string>("--morphology") { Description = "A morphology.json of analyse or of a run.", Required = true, HelpName = "morphology.json" };
        Option<string> material = FemFitVerb.Material();
        var rate = new Option<double>("--rate") { Description = "C-rate.", DefaultValueFactory = _ => 0.2, HelpName = "C" };
        var samples = new Option<int>("--samples") { Description = "Rows of each sample matrix; runs are this times (inputs + 2).", DefaultValueFactory = _ => 128, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of the draws.", DefaultValueFactory = _ => 1 };
        Option<int> threads = FemFitVerb.Threads();
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("uncertainty", "Propagate morphology, shape model, roughness and parameters to CE1 and say what dominates.") { output, morphology, material, rate, samples, seed, threads, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            Morphology measured = await JsonFile.ReadAsync<Morphology>(parsed.GetValue(morphology)!, cancel).ConfigureAwait(false);
            var options = new CeUncertaintyOptions { Samples = parsed.GetValue(samples), RatePerHour = parsed.GetValue(rate), Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads) };
            var values = FemFitVerb.Load(parsed.GetValue(material)!, parsed.GetValue(config));
            CeUncertaintyResult result = await console.ProgressAsync("uncertainty", progress => new CeUncertainty().RunAsync(measured, values, options, new Relay(progress), cancel)).ConfigureAwait(false);
            string folder = parsed.GetValue(output)!;
            await CeUncertaintyFiles.WriteAsync(folder, result, cancel).ConfigureAwait(false);
            console.WriteJson(result);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"CE1 {100 * result.Ce1:0.00} % ({100 * result.Ce1Interval[0]:0.00} to {100 * result.Ce1Interval[1]:0.00} %)"));
            foreach (string finding in result.Findings) console.WriteLine(finding);
            console.WriteLine($"written to {folder}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, "draws of the reduced model"));
    }
}
