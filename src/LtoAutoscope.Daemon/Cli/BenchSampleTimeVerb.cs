using System.CommandLine;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Timing;
using LtoAutoscope.Pipeline.Baselines;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Configuration;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Timing;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench sample-time</c>: what a sample of 500 particles takes, hands-on and in all, beside a stated baseline by hand.</summary>
internal static class BenchSampleTimeVerb
{
    private const int Courses = 1000;
    private const string Simulated = "; a microscope in software, whose clock may run faster than the wall's: no measure of a real one";

    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        var particles = new Option<int>("--particles") { Description = "Whole particles of the sample, 1 to 1,000,000.", DefaultValueFactory = _ => Recipe.DefaultParticleGoal, HelpName = "N" };
        var recipe = new Option<string>("--recipe") { Description = "Name of a file in config/recipes, or a path.", DefaultValueFactory = _ => "standard", HelpName = "NAME" };
        var instrument = new Option<string>("--instrument") { Description = "The instrument whose times were learned.", DefaultValueFactory = _ => "twin", HelpName = "NAME" };
        var run = new Option<string?>("--run") { Description = "A finished run: its own wall time counts instead of a forecast.", HelpName = "RUN" };
        var baseline = new Option<string>("--baseline") { Description = "Name of a file in config/baselines, or a path.", DefaultValueFactory = _ => "manual-sem", HelpName = "NAME" };
        var command = new Command("sample-time", "Time that a sample takes, hands-on and in all, beside a stated baseline by hand.") { data, config, particles, recipe, instrument, run, baseline, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            async cancel =>
            {
                if (parsed.GetValue(particles) is < 1 or > 1_000_000) throw new InputException($"{parsed.GetValue(particles)} particles make no sample", "--particles", "Give 1 to 1,000,000");
                ContentFolders content = ContentFolders.Locate(parsed.GetValue(config));
                string baselines = Path.Combine(content.Config, "baselines");
                Domain.Baselines.Baseline stated = BaselineFile.Load(ServeVerb.Find(baselines, parsed.GetValue(baseline)!, "--baseline"));
                Recipe asked = RecipeFile.Load(ServeVerb.Find(content.Recipes, parsed.GetValue(recipe)!, "--recipe")) with { ParticleGoal = parsed.GetValue(particles), Precision = PrecisionPolicy.Reported };
                (IReadOnlyList<double> seconds, string from) = await MachineAsync(parsed.GetValue(data)!, parsed.GetValue(run), asked, parsed.GetValue(instrument)!, cancel).ConfigureAwait(false);
                SampleTimeReport report = SampleTime.Compare(stated, parsed.GetValue(particles), seconds, from, asked.Name, parsed.GetValue(instrument)!);
                var console = new VerbConsole(parsed.GetValue(json));
                console.WriteJson(report);
                if (!console.IsJson) Write(console, report);
                return ExitCode.Success;
            }, token));
        return command;
    }

    private static async Task<(IReadOnlyList<double> Seconds, string From)> MachineAsync(string dataPath, string? runId, Recipe recipe, string instrument, CancellationToken cancellationToken)
    {
        var known = TimingModel.Empty;
        if (LabFolder.Find(dataPath) is { } data)
        {
            using (data)
            {
                using TimingStore store = await TimingStore.OpenAsync(data, LabTiming.Reading, cancellationToken).ConfigureAwait(false);
                known = new TimingModel(store.Runs);
            }
        }

        if (runId is not null)
        {
            RunTiming run = known.Runs.FirstOrDefault(each => each.RunId == runId) ?? throw new InputException($"there is no finished run '{runId}'", dataPath, "Give the name of a folder in 'runs' whose run was completed");
            return ([run.WallS], FormattableString.Invariant($"run {run.RunId} on '{run.Instrument}': {run.Particles} particles on {run.Tiles} tiles, from its first to its last line{(run.IsSimulated ? Simulated : "")}"));
        }

        LearnedTimes times = known.For(new TimingContext(instrument, recipe, "lto"));
        TileRoute route = TileRoute.Of(FramePlan.From(AreaPlanner.Plan(new Stub("any", 0, 0, 6), recipe), 2));
        var simulator = new JobSimulator(new JobLoad { JobId = "sample", Recipe = recipe, Route = route, Times = times });
        double[] seconds = [.. Enumerable.Range(0, Courses).Select(course => simulator.Draw(new Random(course)).Seconds)];
        RunTiming[] own = [.. known.Runs.Where(run => run.Instrument == instrument)];
        return (seconds, own.Length == 0 ? $"no run of '{instrument}' is known: the pace of a plain instrument, as a wide range" : $"forecast from {own.Length} finished runs on '{instrument}'{(own.Any(run => run.IsSimulated) ? Simulated : "")}");
    }

    private static void Write(VerbConsole console, SampleTimeReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn($"{report.Particles} particles, recipe {Markup.Escape(report.Recipe)}").AddColumn(new TableColumn("here").RightAligned()).AddColumn(new TableColumn("by hand").RightAligned()).AddColumn(new TableColumn("saved").RightAligned());
        table.AddRow("hands-on", Range(report.HandsOnS), Range(report.ManualHandsOnS), Percent(report.HandsOnSavingPercent));
        table.AddRow("in all", Range(report.InAllS), Range(report.ManualInAllS), Percent(report.InAllSavingPercent));
        console.Terminal.Write(table);
        console.WriteLine(FormattableString.Invariant($"Ranges are P10–P90. Instrument and computer: {Range(report.MachineS)} ({report.MachineTimeFrom})."));
        console.WriteLine(FormattableString.Invariant($"A saving of over 80 %: hands-on with a chance of {100 * report.ChanceOf80HandsOn:0} %, in all with {100 * report.ChanceOf80InAll:0} %, within what the baseline assumes."));
        foreach ((string title, IReadOnlyList<SampleTimeStep> steps) in (ReadOnlySpan<(string, IReadOnlyList<SampleTimeStep>)>)[("By hand", report.Manual), ("Here, beside instrument and computer", report.Automated)])
        {
            console.WriteLine($"{title}:");
            foreach (SampleTimeStep step in steps) console.WriteLine(FormattableString.Invariant($"  {step.MeanS / 60,7:0.0} min  {step.Name}{(step.HandsOn ? "" : " (nobody is bound)")}. {step.Source}"));
        }
    }

    private static string Range(SpanRange seconds) => FormattableString.Invariant($"{seconds.P10 / 60:0.0}–{seconds.P90 / 60:0.0} min");

    private static string Percent(SpanRange percent) => FormattableString.Invariant($"{percent.P10:0}–{percent.P90:0} %");
}
