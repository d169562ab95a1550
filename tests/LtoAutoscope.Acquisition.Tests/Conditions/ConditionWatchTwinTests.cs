using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Acquisition.Tests.Conditions;

/// <summary>What befalls the instrument, over its real wire.</summary>
public sealed class ConditionWatchTwinTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Watch_VacuumLost_CutsOffAndGoesOnWithTheBeamBack()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.BeginRunAsync();
        CancellationToken danger = bench.Watch.Danger;
        bench.Strike("{fault: vacuum_loss, pressure_pa: 20, for_s: 30}");

        ConditionTrip trip = await bench.TripOfAsync(WatchedCondition.Vacuum);
        await bench.UntilAsync(() => danger.IsCancellationRequested ? "cut" : null, "the danger to be told");
        Assert.True(trip.IsDangerous);
        Assert.True(trip.LastGoodAt <= trip.Since);
        Assert.Contains("Pa", trip.Reason, StringComparison.Ordinal);
        Assert.Contains("limit: ready", trip.Reason, StringComparison.Ordinal);

        RecoveryReport report = await bench.Watch.WaitUntilGoodAsync(Long, bench.SwitchBeamOnAsync, TwinBench.Token);
        Assert.True(report.Recovered, report.Detail);
        Assert.Contains(report.Trips, seen => seen.Condition == WatchedCondition.Vacuum);
        Assert.True(report.SuspectSince <= trip.LastGoodAt);
        Assert.True(report.BeamRestarts >= 1, "the leak switches the beam off");
        Assert.Equal(BeamState.On, await bench.Microscope.Column.ReadBeamAsync(TwinBench.Token));
        Assert.Null(bench.Watch.Tripped);
        Assert.False(bench.Watch.Danger.IsCancellationRequested);
        Assert.Equal(["condition", "waited_s", "suspect"], new[] { "condition", "waited_s", "suspect" }.Where(report.ToJson(["a"]).ContainsKey));
        Assert.Equal(["condition", "value", "limit", "since", "resumes_when"], new[] { "condition", "value", "limit", "since", "resumes_when" }.Where(trip.ToJson().ContainsKey));
    }

    [Fact]
    public async Task Watch_BeamTrips_IsSwitchedOnAgain()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.BeginRunAsync();
        bench.Strike("{fault: beam_trip}");
        Assert.True((await bench.TripOfAsync(WatchedCondition.Beam)).IsDangerous);
        RecoveryReport report = await bench.Watch.WaitUntilGoodAsync(Long, bench.SwitchBeamOnAsync, TwinBench.Token);
        Assert.True(report.Recovered, report.Detail);
        Assert.Equal(1, report.BeamRestarts);
        Assert.Equal(WatchedCondition.Beam, Assert.Single(bench.Ended).Condition);
    }

    [Fact]
    public async Task WaitUntilGood_BeamThatDoesNotStay_IsGivenUpAfterItsRestarts()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.BeginRunAsync();
        bench.Strike("{fault: beam_trip}");
        await bench.TripOfAsync(WatchedCondition.Beam);
        int tries = 0;
        RecoveryReport report = await bench.Watch.WaitUntilGoodAsync(Long, _ =>
        {
            tries++;
            throw new InstrumentFaultException(Fault.HighVoltageTimeout, "as the test says");
        }, TwinBench.Token);
        Assert.False(report.Recovered);
        Assert.Equal(TwinBench.Quick.Beam.Restarts, tries);
        Assert.Equal(tries, report.BeamRestarts);
    }

    [Fact]
    public async Task WaitUntilGood_FilamentBlown_AsksForAPersonAtOnce()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.BeginRunAsync();
        bench.Strike("{fault: filament_blown}");
        Assert.True((await bench.TripOfAsync(WatchedCondition.Beam)).NeedsPerson);
        RecoveryReport report = await bench.Watch.WaitUntilGoodAsync(TimeSpan.FromHours(2), bench.SwitchBeamOnAsync, TwinBench.Token);
        Assert.False(report.Recovered);
        Assert.Equal(0, report.BeamRestarts);
        Assert.Contains("person", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_EmissionDrops_SuspendsWithoutCuttingAndComesBack()
    {
        await using TwinBench bench = await TwinBench.StartAsync(timeFactor: 40);
        await bench.BeginRunAsync();
        bench.Strike("{fault: emission_drop, share: 0.6, for_s: 80}");
        ConditionTrip trip = await bench.TripOfAsync(WatchedCondition.ProbeCurrent);
        Assert.False(trip.IsDangerous);
        Assert.False(bench.Watch.Danger.IsCancellationRequested);
        Assert.Contains("-40 %", trip.Value, StringComparison.Ordinal);

        // The run parks meanwhile and expects nothing; what it compares with must not become the faded value.
        bench.Watch.Expect(null);
        RecoveryReport report = await bench.Watch.WaitUntilGoodAsync(Long, TwinBench.Token);
        Assert.True(report.Recovered, report.Detail);
        Assert.True(report.Waited > TimeSpan.FromSeconds(0.5), report.Detail);
    }

    [Fact]
    public async Task Watch_Battery_SuspendsAndOnlyAnEmptyOneCutsOff()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.BeginRunAsync();
        bench.Strike("{fault: ups_on_battery}");
        Assert.False((await bench.TripOfAsync(WatchedCondition.Mains)).IsDangerous);
        Assert.False(bench.Watch.Danger.IsCancellationRequested);

        CancellationToken danger = bench.Watch.Danger;
        bench.Strike("{fault: ups_on_battery, low: true, for_s: 60}");
        await bench.UntilAsync(() => danger.IsCancellationRequested ? "cut" : null, "the low battery to cut off");
        ConditionTrip worse = Assert.Single(bench.Watch.AllTripped);
        Assert.Contains("nearly empty", worse.Value, StringComparison.Ordinal);
        Assert.Equal([false, true], bench.Began.Select(trip => trip.IsDangerous));

        RecoveryReport report = await bench.Watch.WaitUntilGoodAsync(Long, TwinBench.Token);
        Assert.True(report.Recovered, report.Detail);
        Assert.Equal(WatchedCondition.Mains, Assert.Single(report.Trips).Condition);
    }

    [Fact]
    public async Task Watch_ScanUnderWay_IsNotDisturbed()
    {
        await using TwinBench bench = await TwinBench.StartAsync(timeFactor: 1);
        await bench.SwitchBeamOnAsync(TwinBench.Token);
        await bench.Microscope.Column.SetBlankAsync(false, TwinBench.Token);
        // Contamination is off, so that the same place gives the same picture.
        var request = new ScanRequest(256, 192, 8, 10);
        GreyImage alone = await bench.Microscope.Scanner.ScanFrameAsync(request, null, TwinBench.Token);
        bench.Watch.Expect(new BeamExpectation("run"));
        bench.Watch.Start();
        GreyImage watched = await bench.Microscope.Scanner.ScanFrameAsync(request, null, TwinBench.Token);
        await bench.UntilAsync(() => bench.Watch.Current.All(view => view.Condition is WatchedCondition.Temperature || view.Level == ConditionLevel.Good) ? "all" : null, "every condition to be read");
        Assert.Equal(alone.Pixels.ToArray(), watched.Pixels.ToArray());
        Assert.Null(bench.Watch.Tripped);
    }
}
