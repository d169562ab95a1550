namespace LtoAutoscope.Domain.Instruments;

/// <summary>Measures the current that the specimen absorbs. On some instruments the touch alarm is dead while it is on, so the stage must not move then.</summary>
public interface ISpecimenCurrentMonitor
{
    /// <summary>Whether it is on; null when that is not known.</summary>
    Task<bool?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Switches it.</summary>
    Task SetAsync(bool on, CancellationToken cancellationToken);
}
