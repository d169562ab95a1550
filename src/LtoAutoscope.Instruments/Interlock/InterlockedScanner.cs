using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The scanner behind the interlock.</summary>
internal sealed class InterlockedScanner(InterlockGate gate, InstrumentLease? lease) : IScanner
{
    public Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.Scan(), (_, token) => gate.Inner.Scanner.ScanFrameAsync(request, progress, token), cancellationToken);
}
