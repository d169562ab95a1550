namespace LtoAutoscope.Domain.Instruments;

/// <summary>The electron column: beam, high voltage, lens, stigmator, blanker. Every set is read back before the call returns.</summary>
public interface IElectronColumn
{
    /// <summary>On, off, changing or blown.</summary>
    Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken);

    /// <summary>Switches the beam on at an acceleration voltage, kV, or off; returns when it is so.</summary>
    Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken);

    /// <summary>Acceleration voltage, kV.</summary>
    Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken);

    /// <summary>Blanks the beam for good, or lets it through while frames are taken.</summary>
    Task SetBlankAsync(bool blanked, CancellationToken cancellationToken);

    /// <summary>Whether the beam is blanked for good; null when that cannot be read.</summary>
    Task<bool?> ReadBlankAsync(CancellationToken cancellationToken);

    /// <summary>Working distance (focus), mm.</summary>
    Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken);

    /// <summary>Sets the working distance (focus), mm.</summary>
    Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken);

    /// <summary>Width of the scanned field, µm.</summary>
    Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken);

    /// <summary>Sets the width of the scanned field, µm.</summary>
    Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken);

    /// <summary>Probe current, pA; null when it cannot be read.</summary>
    Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken);

    /// <summary>Emission current of the source, µA; null when it cannot be read. Default null. It tells of a fading source where the probe current is only what was set.</summary>
    Task<double?> ReadEmissionUaAsync(CancellationToken cancellationToken) => Task.FromResult<double?>(null);

    /// <summary>Stigmator, percent of its range in x and y.</summary>
    Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken);

    /// <summary>Sets the stigmator, −100…100 percent.</summary>
    Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken);
}
