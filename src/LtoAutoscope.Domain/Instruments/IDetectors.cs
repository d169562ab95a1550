namespace LtoAutoscope.Domain.Instruments;

/// <summary>The detectors and their signal. Every set is read back before the call returns.</summary>
public interface IDetectors
{
    /// <summary>The detectors that are fitted.</summary>
    Task<IReadOnlyList<Detector>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The detector that a channel shows; null when that cannot be read.</summary>
    Task<Detector?> ReadSelectedAsync(int channel, CancellationToken cancellationToken);

    /// <summary>Puts a detector on a channel.</summary>
    Task SelectAsync(int channel, Detector detector, CancellationToken cancellationToken);

    /// <summary>Brightness (black level) and contrast (gain) of the detector on a channel, percent of their range.</summary>
    Task<(double BrightnessPercent, double ContrastPercent)> ReadSignalAsync(int channel, CancellationToken cancellationToken);

    /// <summary>Sets brightness and contrast of the detector on a channel, 0…100 percent.</summary>
    Task SetSignalAsync(int channel, double brightnessPercent, double contrastPercent, CancellationToken cancellationToken);

    /// <summary>Lets the instrument find brightness and contrast by itself; returns when it has.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/> where it cannot; <see cref="Fault.AnswerTimeout"/>.</exception>
    Task AutoSignalAsync(int channel, CancellationToken cancellationToken);
}
