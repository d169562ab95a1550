using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The twin behind one protocol: speaks it on any byte link, a socket or a pseudo-terminal.</summary>
public interface IWireServer
{
    /// <summary>Serves one client until it leaves. Several may be served at a time.</summary>
    /// <exception cref="OperationCanceledException">The twin ends.</exception>
    Task ServeAsync(IByteLink link, CancellationToken cancellationToken);
}
