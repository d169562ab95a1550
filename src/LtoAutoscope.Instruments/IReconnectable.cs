using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments;

/// <summary>An instrument whose connection can be made again after it was lost.</summary>
public interface IReconnectable
{
    /// <summary>Closes what is left of the connection and makes a new one; nothing is moved and nothing switched.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>.</exception>
    Task ReconnectAsync(CancellationToken cancellationToken);
}
