using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Tests.Running;

public sealed class AcquisitionEngineTests
{
    [Fact]
    public async Task Run_Undisturbed_ReachesTheGoalAndCountsEachFrameOnce()
    {
        var world = new World();
        AcquisitionOutcome outcome = await world.ProcessAsync(World.Run(goal: 100), CrashPlan.Never);

        Assert.True(outcome.IsDone);
        Assert.True(outcome.GoalReached);
        Assert.InRange(outcome.WholeParticles, 100, 170);
        Assert.Equal(world.AcceptedFrames().Distinct().Count(), outcome.FramesAccepted);
        Assert.Equal(outcome.FramesAccepted, world.Exposed.Count);
    }

    [Fact]
    public async Task Run_GoalBeyondThePlan_TakesAllFramesAndSaysSo()
    {
        var world = new World();
        AcquisitionOutcome outcome = await world.ProcessAsync(World.Run(goal: 100_000, maximumFrames: 5), CrashPlan.Never);

        Assert.True(outcome.IsDone);
        Assert.False(outcome.GoalReached);
        Assert.True(outcome.FramesAccepted == 5, string.Join(" | ", world.Journal.Where(line => line.Kind == RunEventKind.FrameRejected).Select(line => line.Data["reason"])));
        Assert.Contains("stay under the goal", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_FlaggedFrames_AreToldAndLeftOutOnlyWhenTheRecipeSaysSo(bool leaveOut)
    {
        var world = new World { Flags = id => RunHistory.RunningNumber(id) % 2 == 0 ? ["The frame is odd"] : [] };
        RunRecord run = World.Run(goal: 100_000, maximumFrames: 6);
        run = run with { Recipe = run.Recipe with { Segmentation = new SegmentationSettings { LeaveOutFlagged = leaveOut } } };

        AcquisitionOutcome outcome = await world.ProcessAsync(run, CrashPlan.Never);

        Assert.Equal(6, world.Exposed.Count);
        Assert.Equal(leaveOut ? 3 : 6, outcome.FramesAccepted);
        RunEvent[] told = [.. world.Journal.Where(line => line.Data["flags"] is System.Text.Json.Nodes.JsonArray { Count: 1 })];
        Assert.Equal(3, told.Length);
        Assert.All(told, line => Assert.Equal(leaveOut ? RunEventKind.FrameRejected : RunEventKind.FrameAccepted, line.Kind));
        Assert.All(told.Where(_ => leaveOut), line => Assert.Contains("The frame is odd", line.Data["reason"]!.GetValue<string>(), StringComparison.Ordinal));

        // A second process finds them settled.
        int lines = world.Journal.Count;
        await world.ProcessAsync(run, CrashPlan.Never);
        Assert.Equal(6, world.Exposed.Count);
        Assert.Equal(lines, world.Journal.Count);
    }

    /// <summary>Kills the process at every single step, before its effect and after it, and lets the next process finish.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_KilledAtAnyStep_EndsAsTheUndisturbedRun(bool afterEffect)
    {
        var undisturbed = new World();
        CrashPlan counter = CrashPlan.Never;
        await undisturbed.ProcessAsync(World.Run(goal: 60), counter);
        string[] expected = [.. undisturbed.AcceptedFrames().Order()];

        for (int step = 1; step <= counter.Steps; step++)
        {
            var world = new World();
            await Assert.ThrowsAsync<ProcessDiedException>(() => world.ProcessAsync(World.Run(goal: 60), new CrashPlan(step, afterEffect)));
            AcquisitionOutcome outcome = await world.ProcessAsync(World.Run(goal: 60), CrashPlan.Never);

            Assert.True(outcome.IsDone);
            Assert.Equal(expected, world.AcceptedFrames().Order());
            int booked = world.Journal.Count(line => line.Kind == RunEventKind.ExposureIntended);
            Assert.InRange(booked, world.Exposed.Count, world.Exposed.Count + 1);
            Assert.All(world.AcceptedFrames(), frame => Assert.True(world.Disk.ContainsKey(frame) && world.Analyses.ContainsKey(frame)));
        }
    }

    [Fact]
    public async Task Run_KilledTwentyTimesAtRandom_LosesNothingAndCountsNothingTwice()
    {
        var undisturbed = new World();
        await undisturbed.ProcessAsync(World.Run(), CrashPlan.Never);
        var world = new World();
        var random = new Random(20);
        for (int kill = 0; kill < 20; kill++)
        {
            try
            {
                await world.ProcessAsync(World.Run(), new CrashPlan(random.Next(1, 40), random.Next(2) == 0));
            }
            catch (ProcessDiedException)
            {
                // The next process goes on.
            }
        }

        AcquisitionOutcome outcome = await world.ProcessAsync(World.Run(), CrashPlan.Never);
        Assert.True(outcome.IsDone);
        Assert.Equal(undisturbed.AcceptedFrames().Order(), world.AcceptedFrames().Order());
        Assert.Equal(undisturbed.Analyses.Values.Sum(list => list.Count), outcome.WholeParticles);
    }

    [Fact]
    public async Task Run_FaultThatPasses_IsJournaledAndTheFrameTakenAgainWithItsDoseBookedTwice()
    {
        var world = new World();
        world.ScanFaults.Enqueue(Fault.FrameIncomplete);
        AcquisitionOutcome outcome = await world.ProcessAsync(World.Run(goal: 30), CrashPlan.Never);

        Assert.True(outcome.GoalReached);
        Assert.Single(world.Journal, line => line.Kind == RunEventKind.Fault);
        Assert.Equal(outcome.FramesAccepted + 1, outcome.FramesTotal);
    }

    [Fact]
    public async Task Run_FaultThatStays_EndsInThatFault()
    {
        var world = new World();
        for (int i = 0; i < 3; i++) world.ScanFaults.Enqueue(Fault.LinkLost);
        var fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => world.ProcessAsync(World.Run(), CrashPlan.Never));
        Assert.Equal(Fault.LinkLost, fault.Fault);
    }

    /// <summary>The analysis of the first frame ends only once the instrument is parked: parking that waited for it would never come.</summary>
    [Fact]
    public async Task Run_FaultWhileAFrameIsAnalysed_ParksBeforeTheAnalysisEndsAndKeepsTheFrame()
    {
        var world = new World { BlownAfterExposures = 1 };
        world.BeforeAnalysis = () => world.Parked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => world.ProcessAsync(World.Run(), CrashPlan.Never));
        Assert.Equal(Fault.FilamentBlown, fault.Fault);
        Assert.Single(world.AcceptedFrames());
    }

    [Fact]
    public async Task Run_WithoutVacuum_NeverExposes()
    {
        var world = new World { Vacuum = VacuumState.Pumping };
        var fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => world.ProcessAsync(World.Run(), CrashPlan.Never));
        Assert.Equal(Fault.VacuumNotReady, fault.Fault);
        Assert.Empty(world.Exposed);
    }

    [Fact]
    public async Task Run_PausedAndResumed_EndsAsTheUndisturbedRun()
    {
        var undisturbed = new World();
        await undisturbed.ProcessAsync(World.Run(), CrashPlan.Never);
        var world = new World();
        AcquisitionOutcome paused = await world.ProcessAsync(World.Run(), CrashPlan.Never, new RunControl { PauseAfterFrame = true });
        AcquisitionOutcome resumed = await world.ProcessAsync(World.Run(), CrashPlan.Never);

        Assert.False(paused.IsDone);
        Assert.True(resumed.IsDone);
        Assert.Equal(undisturbed.AcceptedFrames().Order(), world.AcceptedFrames().Order());
    }

    [Fact]
    public async Task Run_EndedByAPerson_KeepsWhatWasCounted()
    {
        var world = new World();
        AcquisitionOutcome outcome = await world.ProcessAsync(World.Run(), CrashPlan.Never, new RunControl { EndAcquisition = true });
        Assert.True(outcome.IsDone);
        Assert.Equal(0, outcome.FramesAccepted);
        Assert.Contains("person", outcome.Reason, StringComparison.Ordinal);
    }
}
