using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Tests.Live;

public sealed class LabForecastTests
{
    private static readonly DateTimeOffset Now = Lines.Evening.AddHours(2);

    [Fact]
    public void WithEnds_NothingDoneYet_SaysNothing()
        => Assert.All(LabForecast.WithEnds([Job(RunState.Running, Now), Job(RunState.Queued)], null, Now), job => Assert.Null(job.EndsBetween));

    [Fact]
    public void WithEnds_AfterOneJob_GivesRangesThatGrowAlongTheQueue()
    {
        // The first took 100 s; the second runs since 40 s, so about 60 s are left.
        JobView done = Job(RunState.Completed, Now.AddSeconds(-140)) with { EndedAt = Now.AddSeconds(-40) };
        IReadOnlyList<JobView> jobs = LabForecast.WithEnds([done, Job(RunState.Running, Now.AddSeconds(-40)), Job(RunState.Queued), Job(RunState.Stopped), Job(RunState.Queued)], null, Now);
        Assert.Null(jobs[0].EndsBetween);
        Assert.Equal((Now.AddSeconds(48), Now.AddSeconds(84)), jobs[1].EndsBetween);
        Assert.Equal((Now.AddSeconds(128), Now.AddSeconds(224)), jobs[2].EndsBetween);
        Assert.Null(jobs[3].EndsBetween);
        Assert.Equal((Now.AddSeconds(208), Now.AddSeconds(364)), jobs[4].EndsBetween);
    }

    [Fact]
    public void WithEnds_RunThatTakesLonger_NeverEndsInThePast()
    {
        JobView done = Job(RunState.Completed, Now.AddHours(-1)) with { EndedAt = Now.AddHours(-1).AddSeconds(10) };
        JobView late = LabForecast.WithEnds([done, Job(RunState.Running, Now.AddSeconds(-500))], null, Now)[1];
        Assert.True(late.EndsBetween!.Value.Early > Now);
    }

    private static JobView Job(RunState state, DateTimeOffset? started = null) => new()
    {
        JobId = "job", Sample = new Sample { Name = "powder", Stub = "A" }, Recipe = new Recipe { Name = "standard" }, State = state, StartedAt = started,
    };
}
