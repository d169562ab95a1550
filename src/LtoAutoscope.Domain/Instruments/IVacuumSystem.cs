namespace LtoAutoscope.Domain.Instruments;

/// <summary>The vacuum system, read only: the daemon never vents or pumps by itself.</summary>
public interface IVacuumSystem
{
    /// <summary>State of the chamber.</summary>
    Task<VacuumState> ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Chamber pressure, Pa; null when it cannot be read.</summary>
    Task<double?> ReadPressurePaAsync(CancellationToken cancellationToken);
}
