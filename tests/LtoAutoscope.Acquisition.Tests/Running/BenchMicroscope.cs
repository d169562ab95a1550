using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Acquisition.Tests.Running;

/// <summary>An instrument on the bench for tests of the run engine alone: it obeys at once, blurs by defocus and dies where the crash plan says.</summary>
internal sealed class BenchMicroscope(World world, CrashPlan crash) : IMicroscope, IStage, IElectronColumn, IScanner, IVacuumSystem
{
    private double _fieldWidthUm = 3;

    public InstrumentIdentity Identity { get; } = new("bench", "Bench", "1", "1", IsSimulated: true);

    public IStage Stage => this;

    public IElectronColumn Column => this;

    public IScanner Scanner => this;

    public IVacuumSystem Vacuum => this;

    public Task<StopReport> StopAsync(CancellationToken cancellationToken) => Task.FromResult(new StopReport(true, true, true, TimeSpan.Zero));

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken)
    {
        world.Parked.TrySetResult();
        return StopAsync(cancellationToken);
    }

    public Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken) => Task.FromResult(new StageLimits(new(-40, 40), new(-40, 40), new(0, 50), new(0, 360), new(0, 60)));

    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken) => Task.FromResult(world.Stage);

    public Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken) => Task.FromResult(StageMotion.Idle);

    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Task.FromResult(ZLink.NotLinked);

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken) => crash.StepAsync(() =>
    {
        world.Stage = target.From(world.Stage);
        return Task.FromResult(world.Stage);
    });

    public Task HaltAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken) => Task.FromResult(BeamState.On);

    public Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken) => crash.StepAsync(() => { });

    public Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken) => Task.FromResult(5.0);

    public Task SetBlankAsync(bool blanked, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool?> ReadBlankAsync(CancellationToken cancellationToken) => Task.FromResult<bool?>(false);

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => Task.FromResult(world.WorkingDistanceMm);

    public Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken) => crash.StepAsync(() => world.WorkingDistanceMm = workingDistanceMm);

    public Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken) => Task.FromResult(_fieldWidthUm);

    public Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken)
    {
        _fieldWidthUm = fieldWidthUm;
        return Task.CompletedTask;
    }

    public Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(100);

    public Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken) => Task.FromResult((0.0, 0.0));

    public Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken) => Task.FromResult(world.Vacuum);

    public Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(1e-4);

    public Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken) => crash.StepAsync(() =>
    {
        if (progress is not null && world.Exposed.Count >= world.BlownAfterExposures) throw new InstrumentFaultException(Fault.FilamentBlown, "as the test says");
        if (progress is not null && world.ScanFaults.TryDequeue(out Fault fault)) throw new InstrumentFaultException(fault, "as the test says");
        if (progress is not null) world.Exposed.Add(FormattableString.Invariant($"{world.Stage.XMm:0.00000},{world.Stage.YMm:0.00000}"));
        return Task.FromResult(Picture(request));
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Bright discs on a noisy ground, drawn by chance from the place on the sample; their rims are as wide as the defocus.</summary>
    private GreyImage Picture(ScanRequest request)
    {
        var image = new GreyImage(request.WidthPx, request.HeightPx, request.BitsPerPixel);
        double rim = 1 + Math.Abs(world.WorkingDistanceMm - World.SharpAtMm) * 1000;
        var random = new Random(unchecked((int)Math.Round(world.Stage.XMm * 1e5) * 73856093 ^ (int)Math.Round(world.Stage.YMm * 1e5) * 19349663) & int.MaxValue);
        double[] signal = new double[image.Width * image.Height];
        double scale = image.Width / 256.0;
        for (int disc = 0; disc < 40; disc++)
        {
            double x0 = random.NextDouble() * image.Width, y0 = random.NextDouble() * image.Height, radius = scale * (5 + 5 * random.NextDouble()), soft = scale * rim;
            int reach = (int)(radius + 3 * soft) + 1;
            for (int y = Math.Max(0, (int)y0 - reach); y < Math.Min(image.Height, (int)y0 + reach); y++)
                for (int x = Math.Max(0, (int)x0 - reach); x < Math.Min(image.Width, (int)x0 + reach); x++)
                    signal[y * image.Width + x] = Math.Max(signal[y * image.Width + x], 1 / (1 + Math.Exp((Math.Sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0)) - radius) / (0.4 * soft))));
        }

        for (int i = 0; i < signal.Length; i++)
            image[i % image.Width, i / image.Width] = (ushort)(12000 + 25000 * signal[i] + 1500 * (random.NextDouble() + random.NextDouble() - 1));
        return image;
    }
}
