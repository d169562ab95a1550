namespace LtoAutoscope.Domain.Instruments;

/// <summary>Procedures that the instrument runs by itself. They take seconds to a minute; cancelling stops waiting, and the beam is left as it stands.</summary>
public interface IAutomaticFunctions
{
    /// <summary>Focuses and returns the working distance that was found, mm.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/>, <see cref="Fault.FocusNotFound"/>, <see cref="Fault.AnswerTimeout"/> and link faults.</exception>
    Task<double> AutoFocusAsync(int channel, CancellationToken cancellationToken);

    /// <summary>Corrects astigmatism and returns the stigmator that was found, percent.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/>, <see cref="Fault.AnswerTimeout"/> and link faults.</exception>
    Task<(double XPercent, double YPercent)> AutoStigmateAsync(int channel, CancellationToken cancellationToken);
}
