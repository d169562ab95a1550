using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Watch;

/// <summary>Blanks and halts an instrument from outside: over a connection of its own, made for this one stop, beside whoever else is connected.</summary>
public interface IEmergencyStop
{
    /// <summary>Where it goes, for messages.</summary>
    string Name { get; }

    /// <summary>Connects, blanks the beam, halts the stage, reads both back and closes. Never throws for an instrument that does not answer: the report says so.</summary>
    Task<StopReport> StopAsync(CancellationToken cancellationToken);
}
