using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Benchmarks;
using LtoAutoscope.Domain;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench particles</c>: how fast the dashboard's server answers about a run of a million particles.</summary>
internal static class BenchParticlesVerb
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Particles of the synthetic run, 1,000 to 5,000,000.", DefaultValueFactory = _ => 1_000_000, HelpName = "N" };
        var requests = new Option<int>("--requests") { Description = "Requests of each kind, 5 to 1,000.", DefaultValueFactory = _ => 60, HelpName = "N" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("particles", "Time of the answers about a synthetic run's particles: lists, filters, histograms, percentiles, passports, over HTTP.") { count, requests, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            if (parsed.GetValue(count) is < 1000 or > 5_000_000) throw new InputException($"{parsed.GetValue(count)} particles cannot be measured", "--count", "Give 1,000 to 5,000,000");
            if (parsed.GetValue(requests) is < 5 or > 1000) throw new InputException($"{parsed.GetValue(requests)} requests tell nothing, or take all day", "--requests", "Give 5 to 1,000");
            var console = new VerbConsole(parsed.GetValue(json));
            ParticleBenchReport report = await console.ProgressAsync("particles", progress => ParticleBench.RunAsync(parsed.GetValue(count), parsed.GetValue(requests), progress, cancel)).ConfigureAwait(false);
            console.WriteJson(report);
            if (!console.IsJson) Write(console, report);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static void Write(VerbConsole console, ParticleBenchReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("question").AddColumn("first, ms", column => column.RightAligned()).AddColumn("median, ms", column => column.RightAligned())
            .AddColumn("p95, ms", column => column.RightAligned()).AddColumn("worst, ms", column => column.RightAligned()).AddColumn("processor, ms", column => column.RightAligned());
        foreach (ParticleBenchRow row in report.Rows) table.AddRow(Markup.Escape(row.Kind), Text(row.FirstMs), Text(row.MedianMs), Text(row.P95Ms), Text(row.WorstMs), Text(row.ProcessorMs));
        console.Terminal.Write(table);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Particles} particles on {report.Cores} cores: columns built from particles.csv in {report.BuildS:0.0} s, opened and checked in {report.OpenS:0.00} s; file {report.FileMb:0} MB, managed memory {report.MemoryMb:0} MB"));
    }

    private static string Text(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
