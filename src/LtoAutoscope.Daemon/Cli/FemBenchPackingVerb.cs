using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Fem.Benchmarks;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem bench packing</c>.</summary>
internal static class FemBenchPackingVerb
{
    public static Command Create()
    {
        var particles = new Option<int>("--particles") { Description = "Particles.", DefaultValueFactory = _ => 500, HelpName = "N" };
        var solids = new Option<double>("--solids") { Description = "Solids, 0.01 to 0.7.", DefaultValueFactory = _ => 0.5, HelpName = "PHI" };
        var overlap = new Option<double>("--overlap") { Description = "Share of the particles' volume that may overlap, where it jams without.", HelpName = "SHARE" };
        var agglomeration = new Option<double>("--agglomeration") { Description = "Share of the particles in agglomerates.", HelpName = "SHARE" };
        var exponent = new Option<double>("--exponent") { Description = "Exponent of superellipsoids, 2 (ellipsoids) to 8.", DefaultValueFactory = _ => 2, HelpName = "E" };
        var seed = new Option<int>("--seed") { Description = "Seed.", DefaultValueFactory = _ => 1 };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("packing", "Pack ellipsoids of a measured-like distribution on one thread.") { particles, solids, overlap, agglomeration, exponent, seed, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            var options = new PackingOptions
            {
                VolumeFraction = parsed.GetValue(solids), AllowedOverlap = parsed.GetValue(overlap), AgglomeratedShare = parsed.GetValue(agglomeration), Seed = parsed.GetValue(seed),
            };
            PackingBenchResult result = await Task.Run(
                () => PackingBench.Run(parsed.GetValue(particles), options, parsed.GetValue(exponent), cancellationToken: cancel), cancel).ConfigureAwait(false);
            console.WriteJson(result);
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Particles} particles to {result.Solids:0.0000} solids in {result.Seconds:0.00} s, {result.Sweeps} sweeps; {result.ContactsAParticle:0.0} contacts a particle, overlap {result.OverlapFraction:0.0000}"));
            }

            return ExitCode.Success;
        }, token));
        return command;
    }
}
