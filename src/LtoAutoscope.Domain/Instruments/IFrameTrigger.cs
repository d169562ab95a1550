namespace LtoAutoscope.Domain.Instruments;

/// <summary>Scans a frame and has the instrument store it as a file, where pixels do not come over the instrument's own connection.</summary>
public interface IFrameTrigger
{
    /// <summary>Scans one fresh frame and stores it; returns when the instrument was told to store it.</summary>
    Task TriggerAsync(ScanRequest request, CancellationToken cancellationToken);
}
