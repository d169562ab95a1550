using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Tests.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Timing;

namespace LtoAutoscope.Pipeline.Tests.Rehearsal;

public sealed class TimingCalibrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Each run is forecast from those before it alone, as it would have been that night.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(159)]
    public void Forecast_RunsOfTheTwinNotYetSeen_CoversAboutFourFifths(int seed)
    {
        const int Known = 6, HeldOut = 60;
        var night = new TwinNight(seed);
        var runs = new List<RunTiming>();
        TileRoute route = TileRoute.Of(FramePlan.From(AreaPlanner.Plan(TwinNight.Stub, TwinNight.Recipe), 2));
        int inside = 0, below = 0;
        double width = 0, ratio = 0;
        var parts = new Dictionary<TimedOperation, (double Forecast, double Taken)>();
        for (int number = 0; number < Known + HeldOut; number++)
        {
            (RunRecord record, IReadOnlyList<RunEvent> events) = night.Next(number);
            RunTiming held = RunTimingReader.Of(record, events)!;
            Assert.Equal(held.WallS, held.Operations.Where(entry => entry.Key != TimedOperation.Analysis).Sum(entry => entry.Value.Seconds), 1e-6 * held.WallS);
            if (number >= Known)
            {
                JobForecast forecast = Forecast(runs, held, TwinNight.Recipe, route, 100);
                double wall = held.WallS + forecast.Parts.First(part => part.Operation == TimedOperation.BetweenJobs).Seconds;
                if (wall < forecast.SecondsLeft.P10) below++;
                else if (wall <= forecast.SecondsLeft.P90) inside++;
                ratio += wall / forecast.SecondsLeft.P50 / HeldOut;
                foreach (OperationPart part in forecast.Parts)
                {
                    (double told, double took) = parts.GetValueOrDefault(part.Operation);
                    parts[part.Operation] = (told + part.Seconds / HeldOut, took + (held.Operations.TryGetValue(part.Operation, out OperationTiming? taken) ? taken.Seconds : 0) / HeldOut);
                }

                width += forecast.SecondsLeft.P90 / forecast.SecondsLeft.P10 / HeldOut;
            }

            runs.Add(held);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{inside} of {HeldOut} inside, {below} below, {HeldOut - inside - below} above, P90/P10 {width:0.00}, taken over median {ratio:0.000}; {string.Join(", ", parts.Select(part => FormattableString.Invariant($"{part.Key} {part.Value.Forecast:0.0} told {part.Value.Taken:0.0} taken")))}"));
        // Of 60 with four fifths, 48 ± 3: two deviations and a little caution.
        Assert.InRange(inside / (double)HeldOut, 0.68, 0.95);
        Assert.True(width < 2.2, $"P90/P10 is {width:0.00}");
    }

    [Fact]
    public async Task Lab_AfterRunsOnTheTwin_HasLearnedThemAndLearnsThemAgain()
    {
        const int Runs = 3;
        await using LabBench bench = await LabBench.StartAsync();
        await bench.WriteRecipeAsync("quick", goal: 20, maximumFrames: 4, dwellUs: 1);
        var jobs = new List<JobView>();
        for (int i = 0; i < Runs; i++) jobs.Add(await bench.EnqueueAsync($"powder-{i}", "quick", LabBench.Holder.Stubs[i].Name));
        await bench.UntilAsync(lab => lab.Queue.All(job => job.State is RunState.Completed or RunState.Failed || job.EndsBetween is not null), "a range for every job");
        foreach (JobView job in jobs) Assert.Equal(RunState.Completed, (await bench.EndOfAsync(job.JobId)).State);
        await bench.UntilAsync(_ => bench.Lab.Forecast.Model.Runs.Length == Runs, "the last run to be learned");
        RunTiming[] runs = [.. bench.Lab.Forecast.Model.Runs];
        Assert.All(runs, run =>
        {
            Assert.Equal(run.WallS, run.Operations.Where(entry => entry.Key != TimedOperation.Analysis).Sum(entry => entry.Value.Seconds), 1e-6 * run.WallS);
            Assert.True(run.Operations[TimedOperation.Exposure].Count >= run.Tiles && run.Operations[TimedOperation.Analysis].Count >= run.Tiles);
            Assert.True(run.FrameBytesRatio > 0.5 && run.OtherBytes > 1000 && run.Coverage > 0.001, $"{run.FrameBytesRatio} {run.OtherBytes} {run.Coverage}");
        });

        // What was learned lies in one file that may be lost.
        File.Delete(Path.Combine(bench.DataPath, "timing", TimingStore.FileName));
        using DataFolder read = DataFolder.OpenReadOnly(bench.DataPath);
        using TimingStore again = await TimingStore.OpenAsync(read, LabTiming.Reading, Token);
        Assert.Equal(runs.Select(run => (run.RunId, run.WallS)).OrderBy(run => run.RunId, StringComparer.Ordinal), again.Runs.Select(run => (run.RunId, run.WallS)));
    }

    private static JobForecast Forecast(IEnumerable<RunTiming> known, RunTiming held, Recipe recipe, TileRoute route, double diameterNm)
    {
        LearnedTimes times = new TimingModel(known).For(new TimingContext(held.Instrument, recipe, held.Material));
        var load = new JobLoad { JobId = held.RunId, Recipe = recipe, Route = route, Times = times, ExpectedDiameterNm = diameterNm };
        return NightForecaster.Forecast([load], held.EndedAt.AddSeconds(-held.WallS), new NightHours(), cancellationToken: Token).Jobs[0];
    }
}
