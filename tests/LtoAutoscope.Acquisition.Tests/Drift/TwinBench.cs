using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Acquisition.Tests.Drift;

/// <summary>A microscope without wires over one of the twin's worlds: it obeys at once, in focus; its sample lies beside where the stage believes it, and drifts.</summary>
internal sealed class TwinBench(ISampleWorld world) : IMicroscope, IStage, IElectronColumn, IScanner
{
    private ulong _exposures;

    public WaitlessTime Time { get; } = new();

    public double FieldUm { get; set; } = 2.9;

    public StagePosition At { get; private set; }

    /// <summary>How far the sample lies beside where the stage believes it, µm.</summary>
    public (double XUm, double YUm) Displaced { get; set; }

    public (double XNmPerS, double YNmPerS) Drift { get; set; }

    /// <summary>From this instant on it lies still.</summary>
    public double StillAfterS { get; set; } = double.PositiveInfinity;

    public double DwellScale { get; set; } = 1;

    public int Scans { get; private set; }

    public List<string> Booked { get; } = [];

    public InstrumentIdentity Identity { get; } = new("bench", "Bench", "1", "1", IsSimulated: true);

    public IStage Stage => this;

    public IElectronColumn Column => this;

    public IScanner Scanner => this;

    public IVacuumSystem Vacuum => throw new NotSupportedException();

    private double Now => Time.Seconds;

    public Task BookAsync(string what, StagePosition at, double fieldWidthUm, ScanRequest request, CancellationToken cancellationToken)
    {
        Assert.Equal(Scans, Booked.Count);
        Booked.Add(what);
        return Task.CompletedTask;
    }

    public Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Scans++;
        double moved = Math.Min(Now, StillAfterS);
        GreyImage image = world.Render(new ViewRequest
        {
            CentreXMm = At.XMm - (Displaced.XUm + Drift.XNmPerS * moved / 1000) / 1000, CentreYMm = At.YMm - (Displaced.YUm + Drift.YNmPerS * moved / 1000) / 1000,
            FieldWidthUm = FieldUm, WidthPx = request.WidthPx, HeightPx = request.HeightPx, BitsPerPixel = request.BitsPerPixel, DwellUs = request.DwellUs * DwellScale, Identity = ++_exposures,
        }, cancellationToken);
        Time.Advance(request.WidthPx * request.HeightPx * request.DwellUs * 1e-6);
        return Task.FromResult(image);
    }

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken) => Task.FromResult(At = target.From(At));

    public Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken)
    {
        FieldUm = fieldWidthUm;
        return Task.CompletedTask;
    }

    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken) => Task.FromResult(At);

    public Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken) => Task.FromResult(FieldUm);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<StopReport> StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task HaltAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetBlankAsync(bool blanked, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool?> ReadBlankAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken) => throw new NotSupportedException();
}
