using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

public sealed class InterlockedPartsTests
{
    private static readonly SafetyEnvelope Envelope = new() { Limits = new(new(-40, 40), new(-40, 40), new(0, 45), new(-180, 180), new(-10, 60)) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static InterlockedMicroscope Wrap(SimulatedMicroscope inner, StopAbility? ability = null)
        => new(inner, Envelope, new ParkSettings(), new ReconnectSettings(), PatientTime.Instance, ability);

    private static async Task<string> RefusedAsync(Func<Task> act, Fault fault = Fault.InterlockRefused)
    {
        InstrumentFaultException refused = await Assert.ThrowsAsync<InstrumentFaultException>(act);
        Assert.Equal(fault, refused.Fault);
        return refused.Detail;
    }

    [Fact]
    public async Task OptionalParts_LeaseOfAnotherOrAStop_HoldThem()
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope());
        using InstrumentLease lease = microscope.Acquire("run 17");
        Func<IMicroscope, Task>[] commands =
        [
            m => m.Detectors!.SelectAsync(0, new Detector(1, "SE"), Token), m => m.Detectors!.SetSignalAsync(0, 40, 60, Token), m => m.Detectors!.AutoSignalAsync(0, Token),
            m => m.Automatic!.AutoFocusAsync(0, Token), m => m.Automatic!.AutoStigmateAsync(0, Token), m => m.BeamShift!.SetAsync(1, 1, Token), m => m.SpecimenCurrent!.SetAsync(false, Token),
        ];
        foreach (Func<IMicroscope, Task> command in commands)
        {
            await command(lease.Microscope);
            Assert.Contains("run 17", await RefusedAsync(() => command(microscope)), StringComparison.Ordinal);
        }

        await microscope.StopAsync(Token);
        foreach (Func<IMicroscope, Task> command in commands) await RefusedAsync(() => command(lease.Microscope), Fault.StoppedByOperator);
    }

    [Fact]
    public async Task OptionalParts_HostileFigures_AreRefusedByName()
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope());
        Assert.Contains("brightness", await RefusedAsync(() => microscope.Detectors!.SetSignalAsync(0, 101, 50, Token)), StringComparison.Ordinal);
        Assert.Contains("contrast", await RefusedAsync(() => microscope.Detectors!.SetSignalAsync(0, 50, double.NaN, Token)), StringComparison.Ordinal);
        Assert.Contains("beam shift", await RefusedAsync(() => microscope.BeamShift!.SetAsync(double.PositiveInfinity, 0, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AutoFocus_WithoutVacuumOrWhileTheStageMoves_IsRefused()
    {
        var inner = new SimulatedMicroscope { Chamber = VacuumState.Pumping };
        await using InterlockedMicroscope microscope = Wrap(inner);
        Assert.Contains("autofocus only with vacuum", await RefusedAsync(() => microscope.Automatic!.AutoFocusAsync(0, Token)), StringComparison.Ordinal);
        (inner.Chamber, inner.Motion) = (VacuumState.Ready, StageMotion.Unknown);
        Assert.Contains("stage at rest", await RefusedAsync(() => microscope.Automatic!.AutoFocusAsync(0, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AutoFocus_FindsTooShortADistance_PutsTheEarlierOneBack()
    {
        var inner = new SimulatedMicroscope { WorkingDistance = 8, Found = 0.5 };
        await using InterlockedMicroscope microscope = Wrap(inner);
        Assert.Contains("found by autofocus: 0.5 mm", await RefusedAsync(() => microscope.Automatic!.AutoFocusAsync(0, Token)), StringComparison.Ordinal);
        Assert.Equal(8, inner.WorkingDistance);
    }

    [Fact]
    public async Task SpecimenCurrentMonitor_On_KeepsTheStageWhereItIs()
    {
        var inner = new SimulatedMicroscope();
        await using InterlockedMicroscope microscope = Wrap(inner);
        await microscope.SpecimenCurrent!.SetAsync(true, Token);
        Assert.Contains("specimen current monitor off", await RefusedAsync(() => microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token)), StringComparison.Ordinal);
        inner.Motion = StageMotion.Moving;
        await RefusedAsync(() => microscope.SpecimenCurrent.SetAsync(true, Token));
        await microscope.SpecimenCurrent.SetAsync(false, Token);
    }

    [Fact]
    public async Task Move_ProtocolThatCannotInterrupt_GoesInShortStepsOnly()
    {
        var state = new InterlockState(default(StagePosition), StageMotion.Idle, new(new(-60, 60), new(-60, 60), new(0, 60), new(-200, 200), new(-90, 90)), VacuumState.Ready) { SpecimenCurrentOn = false };
        Assert.Contains("because a stop cannot interrupt a move",
            new InterlockRules(Envelope, movesAreInterruptible: false).Check(new InterlockCommand.Move(StageTarget.Planar(3, 0)), state)!.ToString(), StringComparison.Ordinal);

        List<double> places = [0];
        var inner = new SimulatedMicroscope();
        inner.Told = (what, target) =>
        {
            if (what == "move") places.Add(target!.Value.XMm!.Value);
        };
        await using InterlockedMicroscope microscope = Wrap(inner, new StopAbility(false, TimeSpan.Zero, false));
        await microscope.Stage.MoveAsync(StageTarget.Planar(3, 0), Token);
        Assert.Equal(3, places[^1], 1e-3);
        Assert.True(places.Count >= 4);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.InRange(Math.Abs(pair.Second - pair.First), 0, Envelope.UninterruptibleStepMm));
        Assert.Contains("limits", await RefusedAsync(() => microscope.Stage.MoveAsync(StageTarget.Planar(41, 0), Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionalParts_InstrumentHasNone_AreNullAlsoBehindTheInterlock()
    {
        await using var microscope = new InterlockedMicroscope(new BareMicroscope(), Envelope, new ParkSettings(), new ReconnectSettings(), PatientTime.Instance);
        using InstrumentLease lease = microscope.Acquire("run 17");
        foreach (IMicroscope view in (IMicroscope[])[microscope, lease.Microscope])
        {
            Assert.Null(view.Detectors);
            Assert.Null(view.Automatic);
            Assert.Null(view.BeamShift);
            Assert.Null(view.SpecimenCurrent);
            Assert.Null(view.Mains);
        }
    }

    /// <summary>The parts that every microscope has, and no more.</summary>
    private sealed class BareMicroscope : IMicroscope
    {
        private readonly SimulatedMicroscope _parts = new();

        public InstrumentIdentity Identity => _parts.Identity;

        public IStage Stage => _parts;

        public IElectronColumn Column => _parts;

        public IScanner Scanner => _parts;

        public IVacuumSystem Vacuum => _parts;

        public Task<StopReport> StopAsync(CancellationToken cancellationToken) => _parts.StopAsync(cancellationToken);

        public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => _parts.ParkAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
