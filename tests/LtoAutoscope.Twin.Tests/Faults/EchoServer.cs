using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Twin.Tests.Faults;

/// <summary>Sends back what comes, and counts it.</summary>
internal sealed class EchoServer : IWireServer
{
    private int _received;

    public int Received => Volatile.Read(ref _received);

    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        while (await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            Interlocked.Add(ref _received, read);
            await link.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }
}
