using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Pipeline.Weeks;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>week</c>: seven nights of eight samples on the microscope in software, with every fault of the script.</summary>
internal static class WeekVerb
{
    public static Command Create()
    {
        var defaults = new WeekOptions();
        var data = new Option<string>("--data") { Description = "The data folder; a week that was broken off goes on at its first unfinished night.", HelpName = "DIR", DefaultValueFactory = _ => "week-data" };
        var nights = new Option<int>("--nights") { Description = "Nights.", HelpName = "N", DefaultValueFactory = _ => defaults.Nights };
        var samples = new Option<int>("--samples") { Description = "Samples a night, 1 to 8.", HelpName = "N", DefaultValueFactory = _ => defaults.Samples };
        var goal = new Option<int>("--goal") { Description = "Particles a sample.", HelpName = "N", DefaultValueFactory = _ => defaults.ParticleGoal };
        var precision = new Option<double>("--precision") { Description = "Half-width of the intervals that is asked for, percent; 0 for the count alone.", HelpName = "PERCENT", DefaultValueFactory = _ => defaults.PrecisionPercent };
        var width = new Option<int>("--width") { Description = "Width of a frame, pixels.", HelpName = "PX", DefaultValueFactory = _ => defaults.WidthPx };
        var faults = new Option<int>("--extra-faults") { Description = "Faults a night beside those that every kind gets once in the week.", HelpName = "N", DefaultValueFactory = _ => defaults.ExtraFaults };
        var factor = new Option<double>("--time-factor") { Description = "How much faster than the wall clock laboratory and microscope live.", HelpName = "X", DefaultValueFactory = _ => defaults.TimeFactor };
        var seed = new Option<int>("--seed") { Description = "Seed of powders and faults.", HelpName = "N", DefaultValueFactory = _ => defaults.Seed };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("week", "A simulated week: samples every night, faults at random, and in the morning every claim held against files, doses and truth.") { data, nights, samples, goal, precision, width, faults, factor, seed, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(nights) is { Implicit: false } && result.GetValue(nights) is < 1 or > 31) result.AddError("--nights must lie between 1 and 31.");
            if (result.GetResult(samples) is { Implicit: false } && result.GetValue(samples) is < 1 or > 8) result.AddError("--samples must lie between 1 and 8.");
            if (result.GetResult(goal) is { Implicit: false } && result.GetValue(goal) < 1) result.AddError("--goal must be 1 or more.");
            if (result.GetResult(precision) is { Implicit: false } && result.GetValue(precision) is not (0 or >= 0.1 and <= 50)) result.AddError("--precision must be 0, or lie between 0.1 and 50.");
            if (result.GetResult(width) is { Implicit: false } && result.GetValue(width) is < 256 or > 4096) result.AddError("--width must lie between 256 and 4096.");
            if (result.GetResult(factor) is { Implicit: false } && result.GetValue(factor) is not (>= 1 and <= 1000)) result.AddError("--time-factor must lie between 1 and 1000.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => RunAsync(
                new WeekOptions
                {
                    Nights = parsed.GetValue(nights), Samples = parsed.GetValue(samples), ParticleGoal = parsed.GetValue(goal), PrecisionPercent = parsed.GetValue(precision), WidthPx = parsed.GetValue(width),
                    ExtraFaults = parsed.GetValue(faults), TimeFactor = parsed.GetValue(factor), Seed = parsed.GetValue(seed),
                }, parsed.GetValue(data)!, new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> RunAsync(WeekOptions options, string dataPath, VerbConsole console, CancellationToken cancellationToken)
    {
        ContentFolders content = ContentFolders.Locate();
        using DataFolder data = await DataFolder.OpenAsync(dataPath, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        InstrumentConfiguration instrument = await InstrumentConfiguration.LoadAsync(Path.Combine(content.Instruments, "twin.yaml"), cancellationToken).ConfigureAwait(false);
        var lab = new LabOptions
        {
            ModelsFolder = content.Models, RecipesFolder = content.Recipes, MaterialsFolder = content.Materials, RegressionModel = content.Regression, Holder = new DemoHolder().Map, SoftwareVersion = SoftwareVersion.Current,
        };
        WeekReport report = await console.ProgressAsync("week", progress => new SimulatedWeek(options, lab, instrument, data).RunAsync(progress, cancellationToken)).ConfigureAwait(false);
        console.WriteJson(report);
        Write(console, report, data.Root);
        return report.IsSound ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Write(VerbConsole console, WeekReport report, string folder)
    {
        console.WriteLine("night  samples  reached  tiles  accepted  redone  rejected  incidents  told  losses  unsafe  wrong");
        foreach (WeekNight night in report.Nights)
        {
            console.WriteLine(FormattableString.Invariant(
                $"{night.Night,5}  {night.Samples,7}  {night.Reached,7}  {night.Tiles,5}  {night.Accepted,8}  {night.Redone,6}  {night.Rejected,8}  {night.Incidents,9}  {night.Told,4}  {night.Losses.Count,6}  {night.UnsafeStates.Count,6}  {night.WrongSuccesses.Count,5}"));
            console.WriteLine($"       {night.Headline} Faults: {string.Join(", ", night.Faults)}.");
            foreach (string sentence in night.Losses.Concat(night.UnsafeStates).Concat(night.WrongSuccesses)) console.WriteLine($"       MUST NOT BE: {sentence}");
            foreach (string miss in night.Misses) console.WriteLine($"       {miss}");
        }

        console.WriteLine(FormattableString.Invariant(
            $"{report.Tiles} tiles in {report.Nights.Count} nights; {report.NightsReached} nights with every sample at its goal; losses {report.Losses}, unsafe states {report.UnsafeStates}, wrong successes {report.WrongSuccesses}, incidents not told {report.NotTold}. Pages: {Path.Combine(folder, "nights")}"));
    }
}
