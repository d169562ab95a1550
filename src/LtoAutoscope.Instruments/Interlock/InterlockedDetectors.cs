using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The detectors behind the interlock.</summary>
internal sealed class InterlockedDetectors(InterlockGate gate, InstrumentLease? lease, IDetectors inner) : IDetectors
{
    public Task<IReadOnlyList<Detector>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<Detector?> ReadSelectedAsync(int channel, CancellationToken cancellationToken) => inner.ReadSelectedAsync(channel, cancellationToken);

    public Task SelectAsync(int channel, Detector detector, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.DetectorChoice(channel), token => inner.SelectAsync(channel, detector, token), cancellationToken);

    public Task<(double BrightnessPercent, double ContrastPercent)> ReadSignalAsync(int channel, CancellationToken cancellationToken)
        => inner.ReadSignalAsync(channel, cancellationToken);

    public Task SetSignalAsync(int channel, double brightnessPercent, double contrastPercent, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.Signal(channel, brightnessPercent, contrastPercent),
            token => inner.SetSignalAsync(channel, brightnessPercent, contrastPercent, token), cancellationToken);

    public Task AutoSignalAsync(int channel, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.Automatic("automatic brightness"), token => inner.AutoSignalAsync(channel, token), cancellationToken);
}
