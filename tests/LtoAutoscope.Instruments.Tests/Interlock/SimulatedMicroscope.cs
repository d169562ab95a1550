using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Tests.Interlock;

/// <summary>An instrument that does at once whatever it is told, with a little reading noise, and writes down what it was told. No limits of its own but travel.</summary>
internal sealed class SimulatedMicroscope : IMicroscope, IStage, IElectronColumn, IScanner, IVacuumSystem
{
    private readonly Random _noise = new(7);

    public StagePosition True { get; set; }

    public VacuumState Chamber { get; set; } = VacuumState.Ready;

    public StageMotion Motion { get; set; } = StageMotion.Idle;

    public StageLimits Travel { get; set; } = new(new(-60, 60), new(-60, 60), new(-10, 60), new(-200, 200), new(-90, 90));

    /// <summary>Called before a command is carried out.</summary>
    public Action<string, StageTarget?> Told { get; set; } = (_, _) => { };

    public int Stops { get; private set; }

    public InstrumentIdentity Identity => new("simulated", "", "", "", true);

    public IStage Stage => this;

    public IElectronColumn Column => this;

    public IScanner Scanner => this;

    public IVacuumSystem Vacuum => this;

    public Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        Stops++;
        return Task.FromResult(new StopReport(true, true, true, TimeSpan.Zero));
    }

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken) => Task.FromResult(Travel);

    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken)
    {
        double Noise() => (_noise.NextDouble() - 0.5) * 1e-4;
        return Task.FromResult(new StagePosition(True.XMm + Noise(), True.YMm + Noise(), True.ZMm + Noise(), True.RotationDeg + Noise(), True.TiltDeg + Noise()));
    }

    public Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken) => Task.FromResult(Motion);

    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Task.FromResult(ZLink.NotLinked);

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
    {
        Told("move", target);
        True = target.From(True);
        return Task.FromResult(True);
    }

    public Task HaltAsync(CancellationToken cancellationToken) => Tell("halt");

    public Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken) => Task.FromResult(BeamState.On);

    public Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken) => Tell(on ? "beam on" : "beam off");

    public Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken) => Task.FromResult(5.0);

    public Task SetBlankAsync(bool blanked, CancellationToken cancellationToken) => Tell(blanked ? "blank" : "unblank");

    public Task<bool?> ReadBlankAsync(CancellationToken cancellationToken) => Task.FromResult<bool?>(true);

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => Task.FromResult(10.0);

    public Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken) => Tell("working distance");

    public Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken) => Task.FromResult(10.0);

    public Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken) => Tell("field width");

    public Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);

    public Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken) => Task.FromResult((0.0, 0.0));

    public Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken) => Tell("stigmator");

    public Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Told("scan", null);
        return Task.FromResult(new GreyImage(1, 1, 8));
    }

    public Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken) => Task.FromResult(Chamber);

    public Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);

    private Task Tell(string command)
    {
        Told(command, null);
        return Task.CompletedTask;
    }
}
