using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The detectors of an XL microscope. It has one channel, 0; which detectors are fitted comes from the configuration.</summary>
internal sealed class Xl30Detectors(Xl30Microscope microscope) : IDetectors
{
    private const double SignalTolerancePercent = 0.5;

    /// <summary>Kind of each detector by its number: 0 solid state, 1 photomultiplier, 2 photomultiplier with grid, 3 external board, 4 several.</summary>
    private static readonly Dictionary<int, ushort> Kinds = new()
    {
        [1] = 0, [2] = 1, [3] = 2, [4] = 0, [5] = 1, [6] = 2, [8] = 0, [9] = 3, [10] = 3, [11] = 3, [12] = 3, [13] = 3, [14] = 0, [15] = 0, [16] = 0, [17] = 0,
        [18] = 3, [19] = 3, [20] = 3, [21] = 2, [22] = 2, [23] = 2, [24] = 2, [25] = 2, [26] = 1, [27] = 0, [28] = 0, [29] = 0, [256] = 4,
    };

    public Task<IReadOnlyList<Detector>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(microscope.Settings.Detectors);

    public async Task<Detector?> ReadSelectedAsync(int channel, CancellationToken cancellationToken)
    {
        CheckChannel(channel);
        int index = await microscope.GetWordAsync(Xl30Opcode.GetDetector, cancellationToken).ConfigureAwait(false);
        return microscope.Settings.Detectors.FirstOrDefault(detector => detector.Index == index)
            ?? new Detector(index, FormattableString.Invariant($"detector {index}"));
    }

    public async Task SelectAsync(int channel, Detector detector, CancellationToken cancellationToken)
    {
        CheckChannel(channel);
        if (!Kinds.TryGetValue(detector.Index, out ushort kind))
            throw new InstrumentFaultException(Fault.NotSupported, FormattableString.Invariant($"detector {detector.Index} ({detector.Name})"));
        await microscope.DoAsync(Xl30Message.Words(Xl30Opcode.SetDetector, (ushort)detector.Index, kind), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        int read = await microscope.GetWordAsync(Xl30Opcode.GetDetector, cancellationToken).ConfigureAwait(false);
        if (read != detector.Index)
            throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant($"detector {detector.Index} ({detector.Name}) was set, {read} reads back"));
    }

    public async Task<(double BrightnessPercent, double ContrastPercent)> ReadSignalAsync(int channel, CancellationToken cancellationToken)
    {
        CheckChannel(channel);
        double brightness = await microscope.GetFloatAsync(Xl30Opcode.GetBrightness, cancellationToken).ConfigureAwait(false);
        return (brightness, await microscope.GetFloatAsync(Xl30Opcode.GetContrast, cancellationToken).ConfigureAwait(false));
    }

    public async Task SetSignalAsync(int channel, double brightnessPercent, double contrastPercent, CancellationToken cancellationToken)
    {
        CheckChannel(channel);
        await microscope.DoAsync(Xl30Message.Floats(Xl30Opcode.SetBrightness, brightnessPercent), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        await microscope.DoAsync(Xl30Message.Floats(Xl30Opcode.SetContrast, contrastPercent), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        (double brightness, double contrast) = await ReadSignalAsync(channel, cancellationToken).ConfigureAwait(false);
        Xl30Microscope.Compare("brightness", brightnessPercent, brightness, SignalTolerancePercent, "%");
        Xl30Microscope.Compare("contrast", contrastPercent, contrast, SignalTolerancePercent, "%");
    }

    /// <summary>The instrument answers at once and works on; the time that it takes comes from the configuration.</summary>
    public async Task AutoSignalAsync(int channel, CancellationToken cancellationToken)
    {
        CheckChannel(channel);
        await microscope.DoAsync(Xl30Message.Ask(Xl30Opcode.AutoContrastBrightness), microscope.StopSignal.Token, cancellationToken).ConfigureAwait(false);
        await Task.Delay(microscope.Settings.AutoSignalTime, microscope.Time, cancellationToken).ConfigureAwait(false);
    }

    private static void CheckChannel(int channel)
    {
        if (channel != 0) throw new InstrumentFaultException(Fault.NotSupported, FormattableString.Invariant($"channel {channel}; there is one, 0"));
    }
}
