using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Pipeline.Studies;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>learn study</c>: the virtual study, from recipes to a regression judged on syntheses that it had not seen.</summary>
internal static class LearnStudyVerb
{
    public static Command Create()
    {
        var defaults = new StudyOptions();
        var data = new Option<string>("--data") { Description = "The data folder; a study that was broken off goes on at its first unfinished sample. `serve --data` opens it afterwards.", HelpName = "DIR", DefaultValueFactory = _ => "study-data" };
        var syntheses = new Option<int>("--syntheses") { Description = "Virtual syntheses.", HelpName = "N", DefaultValueFactory = _ => defaults.Syntheses };
        var batch = new Option<int>("--batch") { Description = "Syntheses a batch; a batch is held out whole.", HelpName = "N", DefaultValueFactory = _ => defaults.BatchSize };
        var cells = new Option<int>("--cells") { Description = "Cells a sample.", HelpName = "N", DefaultValueFactory = _ => defaults.Cells };
        var goal = new Option<int>("--goal") { Description = "Particles a sample.", HelpName = "N", DefaultValueFactory = _ => defaults.ParticleGoal };
        var seed = new Option<int>("--seed") { Description = "Seed of recipes, powders, cells and noise.", HelpName = "N", DefaultValueFactory = _ => defaults.Seed };
        var factor = new Option<double>("--time-factor") { Description = "How much faster than the wall clock the microscope lives; changes no figure.", HelpName = "X", DefaultValueFactory = _ => defaults.TimeFactor };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("study", "The virtual study: recipes, powders by a stated model, microscope in software, the whole pipeline, computed cells, and the regression on held-out syntheses.") { data, syntheses, batch, cells, goal, seed, factor, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(syntheses) is { Implicit: false } && result.GetValue(syntheses) is < 10 or > 500) result.AddError("--syntheses must lie between 10 and 500.");
            if (result.GetResult(batch) is { Implicit: false } && result.GetValue(batch) is < 2 or > StudyOptions.MostOnHolder) result.AddError($"--batch must lie between 2 and {StudyOptions.MostOnHolder}.");
            int count = Given(result, syntheses, defaults.Syntheses), size = Given(result, batch, defaults.BatchSize);
            if (size > 0 && (count + size - 1) / size < SvrTraining.MinimumGroups) result.AddError("--syntheses and --batch give fewer than three batches, and each is held out whole: ask for more syntheses, or smaller batches.");
            if (result.GetResult(cells) is { Implicit: false } && result.GetValue(cells) is < 1 or > 10) result.AddError("--cells must lie between 1 and 10.");
            if (result.GetResult(goal) is { Implicit: false } && result.GetValue(goal) is < 20 or > 100_000) result.AddError("--goal must lie between 20 and 100000.");
            if (result.GetResult(seed) is { Implicit: false } && result.GetValue(seed) is < 0 or > 1_000_000) result.AddError("--seed must lie between 0 and 1000000.");
            if (result.GetResult(factor) is { Implicit: false } && result.GetValue(factor) is not (>= 1 and <= 1000)) result.AddError("--time-factor must lie between 1 and 1000.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => RunAsync(
                new StudyOptions
                {
                    Syntheses = parsed.GetValue(syntheses), BatchSize = parsed.GetValue(batch), Cells = parsed.GetValue(cells), ParticleGoal = parsed.GetValue(goal), Seed = parsed.GetValue(seed), TimeFactor = parsed.GetValue(factor),
                }, parsed.GetValue(data)!, new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    /// <summary>The value of an option, its default where none is given: a validator does not see defaults.</summary>
    private static int Given(CommandResult result, Option<int> option, int otherwise) => result.GetResult(option) is { Implicit: false } ? result.GetValue(option) : otherwise;

    private static async Task<int> RunAsync(StudyOptions options, string dataPath, VerbConsole console, CancellationToken cancellationToken)
    {
        ContentFolders content = ContentFolders.Locate();
        using DataFolder data = await DataFolder.OpenAsync(dataPath, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        InstrumentConfiguration instrument = await InstrumentConfiguration.LoadAsync(Path.Combine(content.Instruments, "twin.yaml"), cancellationToken).ConfigureAwait(false);
        var lab = new LabOptions
        {
            ModelsFolder = content.Models, RecipesFolder = content.Recipes, MaterialsFolder = content.Materials, RegressionModel = content.Regression, Holder = new DemoHolder().Map, SoftwareVersion = SoftwareVersion.Current,
        };
        StudyReport report = await console.ProgressAsync("study", progress => new VirtualStudy(options, lab, instrument, data).RunAsync(progress, cancellationToken)).ConfigureAwait(false);
        console.WriteJson(report);
        Write(console, report, data.Root);
        return report.Rows.All(static row => row.RunId is not null) && report.Regression is not null ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Write(VerbConsole console, StudyReport report, string folder)
    {
        console.WriteLine("VIRTUAL study: nothing was made or measured.");
        StudyRow[] failed = [.. report.Rows.Where(static row => row.RunId is null)];
        console.WriteLine(Text($"{report.Rows.Count - failed.Length} of {report.Rows.Count} syntheses measured, {report.Rows.Sum(static row => row.Particles)} particles, {report.WallS / 60:0.0} min in this call."));
        foreach (StudyRow row in failed) console.WriteLine(Text($"  {row.Synthesis.Name}: {row.Problem}"));
        if (report.Regression is not { } regression)
        {
            console.WriteLine("Too few syntheses or batches came through for a regression.");
            return;
        }

        RegressionScores scores = regression.Scores;
        console.WriteLine(Text($"Held-out batches: R² {Word(scores.R2, "0.00")}, RMSE {Word(scores.Rmse, "0.0000")}, MAE {Word(scores.Mae, "0.0000")} (fractions of CE; noise floor {report.NoiseFloor:0.0000})."));
        if (regression.Prior is { } prior)
            console.WriteLine(Text($"RMSE alone {prior.Plain.Rmse.Value:0.0000}, on the cell model's residual {prior.Residual.Rmse.Value:0.0000}, cell model alone {prior.Alone.Rmse.Value:0.0000}: {prior.Better} is kept{(prior.IsClear ? "" : ", though the difference is not clear")}."));
        if (regression.Randomisation is { } chance) console.WriteLine(Text($"Targets dealt out at random: best R² {chance.R2.Max():0.00} of {chance.R2.Count}, p = {chance.PValue:0.000}."));
        console.WriteLine(double.IsFinite(regression.HalfWidth95)
            ? Text($"95 % intervals: ±{regression.HalfWidth95:0.0000}, {100 * regression.Coverage95:0} % of held-out syntheses covered.")
            : "95 % intervals: none, they need more syntheses than this.");
        console.WriteLine($"Written to {Path.Combine(folder, VirtualStudy.FileName)}; `serve --data {folder}` shows it.");
    }

    private static string Word(ScoreInterval score, string format)
        => string.Create(CultureInfo.InvariantCulture, $"{score.Value.ToString(format, CultureInfo.InvariantCulture)} [{score.Low.ToString(format, CultureInfo.InvariantCulture)}, {score.High.ToString(format, CultureInfo.InvariantCulture)}]");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
