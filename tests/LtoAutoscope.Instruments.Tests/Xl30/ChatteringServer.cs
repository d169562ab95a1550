using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>A line on which bytes come without end.</summary>
internal sealed class ChatteringServer(CancellationToken end) : IWireServer
{
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        while (!end.IsCancellationRequested)
        {
            await link.WriteAsync(new byte[] { 5, 9, 0, 0, 3 }, cancellationToken);
            await PatientTime.DelayAsync(2, cancellationToken);
        }
    }
}
