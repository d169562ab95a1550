using System.CommandLine;
using System.Globalization;
using System.Text;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.PhaseField;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem plateau</c>: one particle with both phases and the front between them.</summary>
internal static class FemPlateauVerb
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for voltage.csv, profiles.csv and profiles.svg.", Required = true, HelpName = "DIR" };
        var diameter = new Option<double>("--diameter-nm") { Description = "Diameter of the sphere.", DefaultValueFactory = _ => 100, HelpName = "D" };
        var rate = new Option<double>("--rate") { Description = "C-rate, full charges an hour.", DefaultValueFactory = _ => 0.2, HelpName = "C" };
        var diffusivity = new Option<double>("--diffusivity") { Description = "Diffusivity of the dilute limit, m²/s.", DefaultValueFactory = _ => 4e-16, HelpName = "D" };
        var shell = new Option<double>("--shell-nm") { Description = "Width of a shell; the front of LTO is 0.7 nm wide.", DefaultValueFactory = _ => 0.4, HelpName = "H" };
        var material = new Option<string?>("--material") { Description = "Name of a material that separates into two phases, or a path: its potential, interaction, sites and cut-offs; MPET's set for LTO if none is given.", HelpName = "NAME" };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("plateau", "Cycle one particle with the phase-field model: what the cell model's flat plateau stands for.") { output, diameter, rate, diffusivity, shell, material, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            double radius = 0.5e-9 * parsed.GetValue(diameter);
            PhaseFieldParameters chosen = parsed.GetValue(material) is { } name ? PhaseFieldParameters.Of(new MaterialLibrary(ContentFolders.Locate(parsed.GetValue(config)).Materials).Find(name), radius) : new PhaseFieldParameters { RadiusM = radius };
            PhaseFieldParameters parameters = chosen with
            {
                RatePerHour = parsed.GetValue(rate), DiffusivityM2S = parsed.GetValue(diffusivity), ShellM = 1e-9 * parsed.GetValue(shell),
            };
            PhaseFieldOutcome outcome = await console.ProgressAsync("plateau", progress => Task.Run(
                () => new PhaseFieldParticle(parameters).Run(new Relay(progress), cancel), cancel)).ConfigureAwait(false);
            string folder = parsed.GetValue(output)!;
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "voltage.csv"), Curve(outcome), cancel).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "profiles.csv"), Profiles(outcome), cancel).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "profiles.svg"), ProfilePicture.Draw(outcome), cancel).ConfigureAwait(false);
            console.WriteJson(new { outcome.Lithiated, outcome.Delithiated, outcome.Ce1, outcome.BalanceError, steps = outcome.Curve.Count, interface_width_nm = parameters.InterfaceWidthM * 1e9 });
            if (!console.IsJson)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filled to {outcome.Lithiated:0.0000}, emptied to {outcome.Delithiated:0.0000} in {outcome.Curve.Count} steps; written to {folder}"));
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static string Curve(PhaseFieldOutcome outcome)
    {
        var text = new StringBuilder("time_s,voltage_V,lithiation\n");
        foreach (PhaseFieldPoint p in outcome.Curve) text.Append(CultureInfo.InvariantCulture, $"{p.TimeS:0.######},{p.VoltageV:0.#######},{p.Filling:0.#########}\n");
        return text.ToString();
    }

    private static string Profiles(PhaseFieldOutcome outcome)
    {
        var text = new StringBuilder("radius_nm");
        foreach (var (at, _) in outcome.Profiles) text.Append(CultureInfo.InvariantCulture, $",at_{at.TimeS:0.#}_s");
        text.Append('\n');
        for (int i = 0; i < outcome.RadiiM.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{outcome.RadiiM[i] * 1e9:0.####}");
            foreach (var (_, filling) in outcome.Profiles) text.Append(CultureInfo.InvariantCulture, $",{filling[i]:0.######}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, value < 0.5 ? "lithiation" : "delithiation"));
    }
}
