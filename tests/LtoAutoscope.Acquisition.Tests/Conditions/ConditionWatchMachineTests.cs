using LtoAutoscope.Acquisition.Conditions;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Acquisition.Tests.Conditions;

/// <summary>What befalls the computer; there is no instrument.</summary>
public sealed class ConditionWatchMachineTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly FakeMachine _machine = new();
    private readonly ConditionWatch _watch;

    public ConditionWatchMachineTests()
        => _watch = new ConditionWatch(TwinBench.Quick, () => null, _machine, _machine, _machine, NullLogger<ConditionWatch>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    [Fact]
    public async Task Look_DiskUnderItsMinimum_TripsAndResumesOnlyWithRoomToSpare()
    {
        await _watch.LookAsync(Token);
        Assert.Null(_watch.Tripped);
        _machine.FreeGib = 0.5;
        await _watch.LookAsync(Token);
        ConditionTrip trip = Assert.IsType<ConditionTrip>(_watch.Tripped);
        Assert.Equal(WatchedCondition.Disk, trip.Condition);
        Assert.Contains("0.50 GiB are free (limit: at least 1 GiB)", trip.Reason, StringComparison.Ordinal);
        Assert.False(trip.IsDangerous);

        _machine.FreeGib = 1.2;
        await Task.Delay(TimeSpan.FromSeconds(0.3), _machine, Token);
        await _watch.LookAsync(Token);
        Assert.NotNull(_watch.Tripped);
        _machine.FreeGib = 2;
        _watch.Start();
        Assert.True((await _watch.WaitUntilGoodAsync(Long, Token)).Recovered);
    }

    [Fact]
    public async Task Look_DiskGone_Trips()
    {
        _machine.DiskFault = new IOException("stale file handle");
        await _watch.LookAsync(Token);
        Assert.Contains("stale file handle", Assert.IsType<ConditionTrip>(_watch.Tripped).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-7200)]
    public async Task Look_ClockIsSet_TripsUntilItHasRunEvenly(int seconds)
    {
        await _watch.LookAsync(Token);
        _machine.SetClock(TimeSpan.FromSeconds(seconds));
        await _watch.LookAsync(Token);
        ConditionTrip trip = Assert.IsType<ConditionTrip>(_watch.Tripped);
        Assert.Equal(WatchedCondition.Clock, trip.Condition);
        Assert.Contains(seconds > 0 ? "+3600" : "-7200", trip.Value, StringComparison.Ordinal);
        _watch.Start();
        RecoveryReport report = await _watch.WaitUntilGoodAsync(Long, Token);
        Assert.True(report.Recovered, report.Detail);
        Assert.True(report.Waited.TotalSeconds >= TwinBench.Quick.Clock.SettleS);
    }

    [Fact]
    public async Task Look_TooHot_TripsAfterItsGrace()
    {
        _machine.Temperatures = [new("cpu", 60, null), new("disk", 70, 72)];
        await _watch.LookAsync(Token);
        Assert.Null(_watch.Tripped);
        Assert.Equal(ConditionLevel.Warning, _watch.Current.Single(view => view.Condition == WatchedCondition.Temperature).Level);
        await Task.Delay(TimeSpan.FromSeconds(0.4), _machine, Token);
        await _watch.LookAsync(Token);
        Assert.Contains("'disk' reads 70 °C (limit: 67 °C)", Assert.IsType<ConditionTrip>(_watch.Tripped).Reason, StringComparison.Ordinal);
        _machine.Temperatures = [new("cpu", 60, null), new("disk", 50, 72)];
        _watch.Start();
        Assert.True((await _watch.WaitUntilGoodAsync(Long, Token)).Recovered);
    }

    [Fact]
    public async Task WaitUntilGood_LimitPasses_SaysWhatItWaitedFor()
    {
        _machine.FreeGib = 0;
        _watch.Start();
        await _watch.LookAsync(Token);
        RecoveryReport report = await _watch.WaitUntilGoodAsync(TimeSpan.FromSeconds(0.5), Token);
        Assert.False(report.Recovered);
        Assert.Contains("GiB", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitUntilGood_NothingTripped_ReturnsAtOnce()
    {
        RecoveryReport report = await _watch.WaitUntilGoodAsync(TimeSpan.Zero, Token);
        Assert.True(report.Recovered);
        Assert.Null(report.SuspectSince);
    }

    [Fact]
    public async Task TripBegan_ListenerThrows_TheWatchGoesOn()
    {
        _watch.TripBegan += _ => throw new InvalidOperationException("a page that is gone");
        _machine.FreeGib = 0;
        await _watch.LookAsync(Token);
        Assert.NotNull(_watch.Tripped);
    }

    [Fact]
    public void Read_KernelFolders_GivesDegreesAndCriticalValues()
    {
        string root = Directory.CreateTempSubdirectory("lto-sys-").FullName;
        try
        {
            string monitor = Directory.CreateDirectory(Path.Combine(root, "sys", "class", "hwmon", "hwmon0")).FullName;
            Write(monitor, "name", "coretemp\n");
            Write(monitor, "temp1_input", "45500\n");
            Write(monitor, "temp1_label", "Package id 0\n");
            Write(monitor, "temp1_crit", "100000\n");
            Write(monitor, "temp2_input", "nonsense\n");
            Assert.Equal([new TemperatureReading("coretemp Package id 0", 45.5, 100)], new SystemTemperatures(root).Read());
            Directory.Delete(monitor, recursive: true);
            string zone = Directory.CreateDirectory(Path.Combine(root, "sys", "class", "thermal", "thermal_zone0")).FullName;
            Write(zone, "type", "x86_pkg_temp\n");
            Write(zone, "temp", "39000\n");
            Write(zone, "trip_point_0_type", "critical\n");
            Write(zone, "trip_point_0_temp", "105000\n");
            Assert.Equal([new TemperatureReading("x86_pkg_temp", 39, 105)], new SystemTemperatures(root).Read());
            Assert.Empty(new SystemTemperatures(Path.Combine(root, "none")).Read());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        static void Write(string folder, string name, string text)
        {
            using StreamWriter writer = File.CreateText(Path.Combine(folder, name));
            writer.Write(text);
        }
    }
}
