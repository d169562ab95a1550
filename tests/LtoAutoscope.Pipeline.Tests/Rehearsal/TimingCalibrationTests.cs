using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Tests.Running;
using LtoAutoscope.Storage.Configuration;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Timing;

namespace LtoAutoscope.Pipeline.Tests.Rehearsal;

public sealed class TimingCalibrationTests
{
    private const int Runs = 9;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs on the microscope in software, each forecast from all the others.</summary>
    [Fact]
    public async Task Forecast_HeldOutRunsOfTheTwin_AreMetAndTheirPartsAddUp()
    {
        await using LabBench bench = await LabBench.StartAsync();
        await bench.WriteRecipeAsync("quick", goal: 25, maximumFrames: 6, dwellUs: 1);
        var jobs = new List<JobView>();
        for (int i = 0; i < Runs; i++) jobs.Add(await bench.EnqueueAsync($"powder-{i}", "quick", i % 2 == 0 ? "A" : "B"));
        foreach (JobView job in jobs) Assert.Equal(RunState.Completed, (await bench.EndOfAsync(job.JobId)).State);
        await bench.UntilAsync(_ => bench.Lab.Forecast.Model.Runs.Length == Runs, "the last run to be learned");

        Recipe recipe = RecipeFile.Load(Path.Combine(bench.RecipesPath, "quick.yaml"));
        TileRoute route = TileRoute.Of(FramePlan.From(AreaPlanner.Plan(LabBench.Holder.Find("A")!, recipe), 2));
        RunTiming[] runs = [.. bench.Lab.Forecast.Model.Runs];
        int inside = 0;
        var told = new List<string>();
        foreach (RunTiming held in runs)
        {
            double parts = held.Operations.Where(entry => entry.Key != TimedOperation.Analysis).Sum(entry => entry.Value.Seconds);
            Assert.Equal(held.WallS, parts, 1e-6 * held.WallS);
            LearnedTimes times = new TimingModel(runs.Where(run => run.RunId != held.RunId)).For(new TimingContext(held.Instrument, recipe, held.Material));
            var load = new JobLoad { JobId = held.RunId, Recipe = recipe, Route = route, Times = times, ExpectedDiameterNm = 70 };
            JobForecast forecast = NightForecaster.Forecast([load], held.EndedAt.AddSeconds(-held.WallS), new NightHours(), cancellationToken: Token).Jobs[0];
            double between = forecast.Parts.FirstOrDefault(part => part.Operation == TimedOperation.BetweenJobs)?.Seconds ?? 0;
            double wall = held.WallS + between;
            if (wall >= forecast.SecondsLeft.P10 && wall <= forecast.SecondsLeft.P90) inside++;
            told.Add(FormattableString.Invariant($"{wall:0.00} in {forecast.SecondsLeft.P10:0.00}…{forecast.SecondsLeft.P90:0.00}"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', told));
        // Of nine, fewer than five would be met by chance once in fifty if the ranges covered four fifths.
        Assert.True(inside >= 5, string.Join("; ", told));

        // What was learned lies in one file that may be lost.
        File.Delete(Path.Combine(bench.DataPath, "timing", TimingStore.FileName));
        using DataFolder read = DataFolder.OpenReadOnly(bench.DataPath);
        using TimingStore again = await TimingStore.OpenAsync(read, LabTiming.Reading, Token);
        Assert.Equal(runs.Select(run => (run.RunId, run.WallS)), again.Runs.Select(run => (run.RunId, run.WallS)).OrderBy(run => run.RunId, StringComparer.Ordinal));
    }
}
