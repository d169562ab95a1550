using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Tests.Live;

public sealed class LabForecastTests
{
    private static readonly DateTimeOffset Now = Lines.Evening.AddHours(2);
    private static readonly HolderMap Holder = new() { Name = "bench", Stubs = [new Stub("A", 0, 0, 3)] };

    [Fact]
    public void WithEnds_NothingLearnedYet_GivesWideRanges()
    {
        IReadOnlyList<JobView> jobs = new LabForecast("bench", Holder).WithEnds([Job("job-1", RunState.Running, Now), Job("job-2", RunState.Queued)], null, Now);
        Assert.All(jobs, job => Assert.True(job.EndsBetween is var (early, late) && early > Now && (late - Now) > 1.5 * (early - Now)));
        Assert.All(jobs, job => Assert.NotEmpty(job.TakesLongest));
    }

    [Fact]
    public void WithEnds_AlongTheQueue_EachBeginsWhenTheOneBeforeEnds()
    {
        IReadOnlyList<JobView> jobs = new LabForecast("bench", Holder).WithEnds(
            [Job("job-1", RunState.Completed, Now.AddHours(-1)), Job("job-2", RunState.Running, Now), Job("job-3", RunState.Queued), Job("job-4", RunState.Stopped), Job("job-5", RunState.Queued)], null, Now);
        Assert.Null(jobs[0].EndsBetween);
        Assert.Null(jobs[3].EndsBetween);
        Assert.Null(jobs[1].StartsBetween);
        Assert.Equal(jobs[1].EndsBetween!.Value.Early, jobs[2].StartsBetween!.Value.Early, TimeSpan.FromMinutes(5));
        Assert.True(jobs[4].StartsBetween!.Value.Early > jobs[2].StartsBetween!.Value.Early);
        Assert.True(jobs[4].EndsBetween!.Value.Late > jobs[2].EndsBetween!.Value.Late);
    }

    [Fact]
    public void WithEnds_StubThatIsGone_IsStillCounted()
        => Assert.NotNull(new LabForecast("bench", Holder).WithEnds([Job("job-1", RunState.Queued) with { Sample = new Sample { Name = "powder", Stub = "gone" } }], null, Now)[0].EndsBetween);

    [Fact]
    public void WithEnds_RunNearItsGoal_EndsEarlierThanOneThatBegins()
    {
        var forecast = new LabForecast("bench", Holder);
        JobView job = Job("job-1", RunState.Running, Now.AddMinutes(-5));
        RunningView begun = new() { RunId = "run-1", Job = job, Step = RunStep.Preparing }, reporting = begun with { Step = RunStep.Reporting, StepProgress = 0.5, Particles = 510 };
        Assert.True(forecast.WithEnds([job], reporting, Now)[0].EndsBetween!.Value.Late < forecast.WithEnds([job], begun, Now)[0].EndsBetween!.Value.Early);
    }

    private static JobView Job(string jobId, RunState state, DateTimeOffset? started = null) => new()
    {
        JobId = jobId, Sample = new Sample { Name = "powder", Stub = "A" }, Recipe = new Recipe { Name = "standard" }, State = state, StartedAt = started,
    };
}
