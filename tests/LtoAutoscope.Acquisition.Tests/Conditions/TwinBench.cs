using System.Diagnostics;
using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Acquisition.Tests.Conditions;

/// <summary>A microscope in software over loopback TCP, behind the interlock, and a watch over it that looks ten times a second.</summary>
internal sealed class TwinBench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TwinHost _twin;

    private TwinBench(TwinHost twin, InterlockedMicroscope microscope)
    {
        (_twin, Microscope) = (twin, microscope);
        Watch = new ConditionWatch(Quick, () => Microscope, Machine, Machine, Machine, NullLogger<ConditionWatch>.Instance);
        Watch.TripBegan += trip => Began.Add(trip);
        Watch.TripEnded += trip => Ended.Add(trip);
    }

    /// <summary>Settings that fit a twin whose time runs fast.</summary>
    public static ConditionSettings Quick { get; } = new()
    {
        InstrumentPeriodS = 0.1, MachinePeriodS = 0.1, Vacuum = new() { SettleS = 0.3 }, Mains = new() { GraceS = 0.2, SettleS = 0.3 },
        Beam = new() { RestartAfterS = 0.2, Restarts = 3, SettleS = 0.3 }, ProbeCurrent = new() { GraceS = 0.2, SettleS = 0.3 },
        Disk = new() { SettleS = 0.2 }, Temperature = new() { GraceS = 0.2, SettleS = 0.2 }, Clock = new() { SettleS = 0.3 },
    };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public InterlockedMicroscope Microscope { get; }

    public FakeMachine Machine { get; } = new();

    public ConditionWatch Watch { get; }

    public List<ConditionTrip> Began { get; } = [];

    public List<ConditionTrip> Ended { get; } = [];

    public static async Task<TwinBench> StartAsync(double timeFactor = 100)
    {
        var world = new SyntheticPowderWorld(new PowderParameters { Seed = 7, MedianDiameterNm = 70 });
        TwinHost twin = await TwinHost.StartAsync(new TwinOptions { TimeFactor = timeFactor }, world, TimeProvider.System, NullLoggerFactory.Instance, Token);
        InstrumentConfiguration configuration = (await InstrumentConfiguration.LoadAsync(Path.Combine(ConfigFolder(), "instruments", "twin.yaml"), Token)).At("127.0.0.1", twin.SharkSem.Port);
        return new TwinBench(twin, await InstrumentFactory.ConnectAsync(configuration, TimeProvider.System, NullLoggerFactory.Instance, Token));
    }

    /// <summary>Beam on, the watch at work, everything good.</summary>
    public async Task BeginRunAsync()
    {
        await SwitchBeamOnAsync(Token);
        await Microscope.Column.SetBlankAsync(false, Token);
        Watch.Expect(new BeamExpectation("run"));
        await Watch.LookAsync(Token);
        Watch.Start();
        Assert.Null(Watch.Tripped);
    }

    public Task SwitchBeamOnAsync(CancellationToken cancellationToken) => Microscope.Column.SetBeamAsync(true, 5, cancellationToken);

    public void Strike(string fault) => _twin.Faults.Add(FaultOrder.Parse(fault, "test"));

    /// <summary>Waits until the watch has seen what the test lets happen.</summary>
    public async Task<T> UntilAsync<T>(Func<T?> look, string what) where T : class
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            if (look() is { } found) return found;
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"Waited in vain for {what}: {string.Join("; ", Watch.Current.Select(view => $"{view.Condition} {view.Level} {view.Value}"))}");
            await Task.Delay(5, Token);
        }
    }

    public Task<ConditionTrip> TripOfAsync(WatchedCondition condition) => UntilAsync(() => Watch.AllTripped.FirstOrDefault(trip => trip.Condition == condition), $"{condition} to trip");

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await Microscope.DisposeAsync();
        await _twin.DisposeAsync();
    }

    private static string ConfigFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !Directory.Exists(Path.Combine(folder, "config", "instruments"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder!, "config");
    }
}
