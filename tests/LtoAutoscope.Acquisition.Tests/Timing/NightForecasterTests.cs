using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Tests.Timing;

public sealed class NightForecasterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 18, 0, 0, TimeSpan.Zero);
    private static readonly TimingModel Learned = new(Enumerable.Range(0, 12).Select(i => Run(i, 1 + 0.02 * (i % 4))));

    [Fact]
    public void Forecast_NothingKnown_IsWide()
    {
        JobForecast job = One(Load("job-1", TimingModel.Empty));
        Assert.Equal(0, job.RunsBehind);
        Assert.True(job.SecondsLeft.P90 > 1.8 * job.SecondsLeft.P10, job.SecondsLeft.ToString());
    }

    [Fact]
    public void Forecast_AfterRuns_IsNarrowAroundWhatTheyTook()
    {
        JobForecast job = One(Load("job-1", Learned));
        double wall = Learned.Runs.Average(run => run.WallS);
        Assert.True(job.SecondsLeft.P90 < 1.4 * job.SecondsLeft.P10, job.SecondsLeft.ToString());
        // The route of the plan is longer than the synthetic runs' and comes to new areas more often.
        Assert.InRange(job.SecondsLeft.P50, 0.85 * wall, 1.35 * wall);
        Assert.InRange(job.Tiles.P50, 12, 17);
        Assert.Equal(TimedOperation.Exposure, job.Dominant);
    }

    [Fact]
    public void Forecast_RunThatIsHalfDone_HasLessLeftAndIsSurer()
    {
        JobForecast whole = One(Load("job-1", Learned));
        JobForecast half = One(Load("job-1", Learned) with { Progress = new JobProgress { Step = TimedOperation.Exposure, Tiles = 6, PlannedTilesDone = 6, Particles = 250, AcquiringS = 60 } });
        Assert.InRange(half.SecondsLeft.P50, 0.3 * whole.SecondsLeft.P50, 0.8 * whole.SecondsLeft.P50);
        JobForecast modelling = One(Load("job-1", Learned) with { Progress = new JobProgress { Step = TimedOperation.CellModel, StepShare = 0.5, Tiles = 14, Particles = 610 } });
        Assert.True(modelling.SecondsLeft.P90 < half.SecondsLeft.P10, $"{modelling.SecondsLeft} {half.SecondsLeft}");
    }

    [Fact]
    public void Forecast_DenserSampleThanExpected_NeedsFewerTiles()
    {
        SpanRange Tiles(int particles) => One(Load("job-1", Learned) with { Progress = new JobProgress { Step = TimedOperation.Exposure, Tiles = 4, PlannedTilesDone = 4, Particles = particles } }).Tiles;
        Assert.True(Tiles(360).P90 < Tiles(60).P10, $"{Tiles(360)} {Tiles(60)}");
    }

    [Fact]
    public void Forecast_PrecisionAsked_TakesMoreTilesThanTheCountAlone()
    {
        JobLoad load = Load("job-1", Learned);
        JobForecast precise = One(load with { Recipe = load.Recipe with { Precision = PrecisionPolicy.Required, PrecisionPercent = 2 } });
        Assert.True(precise.Tiles.P50 > One(load).Tiles.P50);
        Assert.True(precise.ChanceOfGoal < 1);
    }

    [Fact]
    public void Forecast_JobBehind_ChangesNothingBeforeIt()
    {
        NightForecast one = NightForecaster.Forecast([Load("job-1", Learned)], Now, new NightHours()), two = NightForecaster.Forecast([Load("job-1", Learned), Load("job-2", Learned)], Now, new NightHours());
        Assert.Equal(one.Jobs[0].EndsBetween, two.Jobs[0].EndsBetween);
        Assert.True(two.Jobs[1].StartsBetween!.Value.Early >= two.Jobs[0].EndsBetween!.Value.Early.AddSeconds(-1), $"{two.Jobs[1].StartsBetween} {two.Jobs[0].EndsBetween}");
        Assert.Equal(two.EndsBetween, two.Jobs[1].EndsBetween);
    }

    [Fact]
    public void Forecast_Deadline_IsAChance()
    {
        double Chance(double afterS) => NightForecaster.Forecast([Load("job-1", Learned), Load("job-2", Learned)], Now, new NightHours(Deadline: Now.AddSeconds(afterS))).ChanceByDeadline;
        double one = One(Load("job-1", Learned)).SecondsLeft.P50;
        Assert.True(Chance(20 * one) > 0.98);
        Assert.InRange(Chance(2.05 * one), 0.02, 0.98);
        Assert.Equal(0, Chance(1.2 * one));
    }

    [Fact]
    public void Forecast_JobBehindTheDeadline_NeverBegins()
    {
        JobForecast late = NightForecaster.Forecast([Load("job-1", Learned), Load("job-2", Learned)], Now, new NightHours(Deadline: Now.AddSeconds(10))).Jobs[1];
        Assert.Null(late.StartsBetween);
        Assert.Null(late.EndsBetween);
    }

    [Fact]
    public void Forecast_CapOnMinutes_CutsTheAcquisition()
    {
        JobLoad load = Load("job-1", Learned);
        JobForecast capped = One(load with { Recipe = load.Recipe with { MaximumMinutes = 1, ParticleGoal = 2000 } });
        Assert.True(capped.ChanceOfGoal < 0.05);
        Assert.True(capped.SecondsLeft.P90 < 120, capped.SecondsLeft.ToString());
    }

    private static JobForecast One(JobLoad load) => NightForecaster.Forecast([load], Now, new NightHours()).Jobs.Single();

    private static JobLoad Load(string jobId, TimingModel model) => new()
    {
        JobId = jobId, Recipe = Journal.Recipe, ExpectedDiameterNm = 100, Times = model.For(new TimingContext("bench", Journal.Recipe, "lto")),
        Route = TileRoute.Of(FramePlan.From(AreaPlanner.Plan(new Stub("A", 0, 0, 3), Journal.Recipe), 2)),
    };

    /// <summary>A run of 14 tiles with 44 particles each, the last two begun before the goal was known to be reached; its operations are slower by a factor.</summary>
    internal static RunTiming Run(int number, double slow)
    {
        Journal journal = new Journal().From(new DateTimeOffset(2026, 3, 1 + number, 18, 0, 0, TimeSpan.Zero)).Line(0, RunEventKind.RunStarted).Line(4 * slow, RunEventKind.AreasPlanned);
        for (int tile = 0; tile < 14; tile++)
            journal.Tile($"a{1 + tile / 3:00}-f{tile + 1:0000}", tile * 0.004, 0.6 * slow, 4 * slow, 44 - number % 3, focusS: tile % 3 == 0 ? 5 * slow : 0, overheadS: 0.2 * slow);
        return RunTimingReader.Of(Journal.Record($"run-{number:00}"), journal.End(cellS: 6 * slow).Lines)!;
    }
}
