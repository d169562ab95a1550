using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Tests.Interlock;

/// <summary>
/// An instrument that does at once whatever it is told, with a little reading noise, and tells what it was told. No limits of its own but travel. Its axes do not run in
/// step: on the way each is anywhere between its start and its end.
/// </summary>
internal sealed class SimulatedMicroscope : IMicroscope, IStage, IElectronColumn, IScanner, IVacuumSystem, IDetectors, IAutomaticFunctions, IBeamShift, ISpecimenCurrentMonitor
{
    /// <summary>Peak to peak, mm and degrees.</summary>
    public const double ReadingNoise = 1e-4;

    private static readonly GreyImage Frame = new(1, 1, 8);
    private readonly CheapRandom _noise;

    public SimulatedMicroscope(ulong seed = 7) => _noise = new CheapRandom(seed);

    public StagePosition True { get; set; }

    public VacuumState Chamber { get; set; } = VacuumState.Ready;

    public StageMotion Motion { get; set; } = StageMotion.Idle;

    public ZLink Link { get; set; } = ZLink.NotLinked;

    public bool? Monitor { get; set; } = false;

    public double WorkingDistance { get; set; } = 10;

    /// <summary>What the next autofocus finds, mm.</summary>
    public double Found { get; set; } = 10;

    /// <summary>What the blanker reads back as; null when it cannot be read.</summary>
    public bool? BlankRead { get; set; } = true;

    public StageLimits Travel { get; set; } = new(new(-60, 60), new(-60, 60), new(-10, 60), new(-200, 200), new(-90, 90));

    /// <summary>Called before a command is carried out.</summary>
    public Action<string, StageTarget?> Told { get; set; } = (_, _) => { };

    /// <summary>Called for places that a move passes.</summary>
    public Action<StagePosition>? Passing { get; set; }

    /// <summary>What a stop answers.</summary>
    public Func<StopReport> Stopping { get; set; } = () => new StopReport(true, true, true, TimeSpan.Zero);

    public int Stops { get; private set; }

    public InstrumentIdentity Identity => new("simulated", "", "", "", true);

    public IStage Stage => this;

    public IElectronColumn Column => this;

    public IScanner Scanner => this;

    public IVacuumSystem Vacuum => this;

    public IDetectors Detectors => this;

    public IAutomaticFunctions Automatic => this;

    public IBeamShift BeamShift => this;

    public ISpecimenCurrentMonitor SpecimenCurrent => this;

    public Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        Stops++;
        return Task.FromResult(Stopping());
    }

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken) => Task.FromResult(Travel);

    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken) => Task.FromResult(Read());

    public Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken) => Task.FromResult(Motion);

    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Task.FromResult(Link);

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
    {
        Told("move", target);
        StagePosition start = True, end = target.From(start);
        for (int sample = 0; Passing is { } passing && sample < 6; sample++)
        {
            True = new StagePosition(
                OnTheWay(start.XMm, end.XMm), OnTheWay(start.YMm, end.YMm), OnTheWay(start.ZMm, end.ZMm),
                OnTheWay(start.RotationDeg, end.RotationDeg), OnTheWay(start.TiltDeg, end.TiltDeg));
            passing(True);
        }

        True = end;
        Passing?.Invoke(end);
        return Task.FromResult(Read());
    }

    public Task HaltAsync(CancellationToken cancellationToken) => Tell("halt");

    public Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken) => Task.FromResult(BeamState.On);

    public Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken) => Tell(on ? "beam on" : "beam off");

    public Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken) => Task.FromResult(5.0);

    public Task SetBlankAsync(bool blanked, CancellationToken cancellationToken) => Tell(blanked ? "blank" : "unblank");

    public Task<bool?> ReadBlankAsync(CancellationToken cancellationToken) => Task.FromResult(BlankRead);

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => Task.FromResult(WorkingDistance);

    public Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken)
    {
        WorkingDistance = workingDistanceMm;
        return Tell("working distance");
    }

    public Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken) => Task.FromResult(10.0);

    public Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken) => Tell("field width");

    public Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);

    public Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken) => Task.FromResult((0.0, 0.0));

    public Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken) => Tell("stigmator");

    public Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Told("scan", null);
        return Task.FromResult(Frame);
    }

    public Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken) => Task.FromResult(Chamber);

    public Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);

    public Task<IReadOnlyList<Detector>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Detector>>([]);

    public Task<Detector?> ReadSelectedAsync(int channel, CancellationToken cancellationToken) => Task.FromResult<Detector?>(null);

    public Task SelectAsync(int channel, Detector detector, CancellationToken cancellationToken) => Tell("detector");

    public Task<(double BrightnessPercent, double ContrastPercent)> ReadSignalAsync(int channel, CancellationToken cancellationToken) => Task.FromResult((50.0, 50.0));

    public Task SetSignalAsync(int channel, double brightnessPercent, double contrastPercent, CancellationToken cancellationToken) => Tell("signal");

    public Task AutoSignalAsync(int channel, CancellationToken cancellationToken) => Tell("automatic");

    public Task<double> AutoFocusAsync(int channel, CancellationToken cancellationToken)
    {
        Told("automatic", null);
        WorkingDistance = Found;
        return Task.FromResult(Found);
    }

    public Task<(double XPercent, double YPercent)> AutoStigmateAsync(int channel, CancellationToken cancellationToken)
    {
        Told("automatic", null);
        return Task.FromResult((0.0, 0.0));
    }

    Task<(double XUm, double YUm)?> IBeamShift.ReadAsync(CancellationToken cancellationToken) => Task.FromResult<(double, double)?>((0, 0));

    Task IBeamShift.SetAsync(double xUm, double yUm, CancellationToken cancellationToken) => Tell("beam shift");

    Task<bool?> ISpecimenCurrentMonitor.ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Monitor);

    Task ISpecimenCurrentMonitor.SetAsync(bool on, CancellationToken cancellationToken)
    {
        Told(on ? "monitor on" : "monitor off", null);
        Monitor = on;
        return Task.CompletedTask;
    }

    private StagePosition Read() => new(True.XMm + Noise(), True.YMm + Noise(), True.ZMm + Noise(), True.RotationDeg + Noise(), True.TiltDeg + Noise());

    private double Noise() => (_noise.Share() - 0.5) * ReadingNoise;

    private double OnTheWay(double start, double end) => start == end ? start : _noise.Below(4) switch { 0 => start, 1 => end, _ => _noise.Between(start, end) };

    private Task Tell(string command)
    {
        Told(command, null);
        return Task.CompletedTask;
    }
}
