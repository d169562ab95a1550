using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Domain.Instruments;

/// <summary>Scans the beam and brings the pixels.</summary>
public interface IScanner
{
    /// <summary>Scans one frame over the current field and returns it whole.</summary>
    /// <param name="request">Size, depth and dwell.</param>
    /// <param name="progress">Rows that have come, 0…height; may be null.</param>
    /// <param name="cancellationToken">Cuts the scan off.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.FrameIncomplete"/>, <see cref="Fault.CommandRejected"/> and link faults.</exception>
    Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken);
}
