using System.Text;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>Talks without end and hears nothing.</summary>
internal sealed class ChatteringLineServer : IWireServer
{
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        while (true)
        {
            await link.WriteAsync(Encoding.ASCII.GetBytes("7\r\n"), cancellationToken);
            await PatientTime.DelayAsync(5, cancellationToken);
        }
    }
}
