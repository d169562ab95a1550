using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Benchmarks;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem bench roughness</c>: what a silhouette's dimension says of the area behind it.</summary>
internal static class FemBenchRoughnessVerb
{
    public static Command Create()
    {
        var copies = new Option<int>("--copies") { Description = "Particles of each kind, 1 to 50.", DefaultValueFactory = _ => 3, HelpName = "N" };
        var finest = new Option<int>("--subdivisions") { Description = "Fineness of the surface, 5 to 7.", DefaultValueFactory = _ => 6, HelpName = "N" };
        var figure = new Option<string?>("--figure") { Description = "Write the figure here.", HelpName = "FILE.svg" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("roughness", "Measure silhouettes and areas of particles with self-affine surfaces.") { copies, finest, figure, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(copies) is < 1 or > 50 || parsed.GetValue(finest) is < 5 or > 7)
                throw new InputException("copies or subdivisions are out of range", "--copies, --subdivisions", "Give 1 to 50 and 5 to 7");
            IReadOnlyList<RoughnessStudyRow> rows = await console.ProgressAsync("rough particles", progress => Task.Run(
                () => RoughnessStudy.Run(parsed.GetValue(copies), parsed.GetValue(finest), new Relay(progress), cancel), cancel)).ConfigureAwait(false);
            if (parsed.GetValue(figure) is { } path) await AtomicFile.WriteTextAsync(path, RoughnessFigure.Draw(rows), cancel).ConfigureAwait(false);
            var (slope, share, residual) = RoughnessStudy.Fit(rows);
            console.WriteJson(new { slope, feature_share = share, residual, rows });
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{rows.Count} particles: D_surface − 2 = {slope:0.00} (D_silhouette − D_circle) below {share:0.000} of the diameter; ln(area) is met within {residual:0.00}"));
            }

            return ExitCode.Success;
        }, token));
        return command;
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, ""));
    }
}
