using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments;

/// <summary>
/// One connection to a piece of equipment, without an interlock: what it can do and what it cannot. A microscope is composed of parts of one or several
/// connections; what a part is null for, another connection has to give.
/// </summary>
/// <remarks>
/// Thread safety: all members. The parts are the same objects before and after a reconnect. <see cref="StopAsync"/> waits for no other command where the protocol
/// allows it.
/// </remarks>
public interface IInstrumentConnection : IReconnectable, IAsyncDisposable
{
    /// <summary>Where it leads, for messages: <c>host:port</c> or a serial port.</summary>
    string Name { get; }

    /// <summary>What it says of itself.</summary>
    InstrumentIdentity Identity { get; }

    /// <summary>A stage, or null.</summary>
    IStage? Stage => null;

    /// <summary>A column, or null.</summary>
    IElectronColumn? Column => null;

    /// <summary>A scanner whose pixels come over this connection, or null.</summary>
    IScanner? Scanner => null;

    /// <summary>Scans and stores a frame as a file, where pixels do not come over the connection; or null.</summary>
    IFrameTrigger? FrameTrigger => null;

    /// <summary>A vacuum system, or null.</summary>
    IVacuumSystem? Vacuum => null;

    /// <summary>Detectors, or null.</summary>
    IDetectors? Detectors => null;

    /// <summary>Automatic procedures, or null.</summary>
    IAutomaticFunctions? Automatic => null;

    /// <summary>Electrical image shift, or null.</summary>
    IBeamShift? BeamShift => null;

    /// <summary>A specimen current monitor, or null.</summary>
    ISpecimenCurrentMonitor? SpecimenCurrent => null;

    /// <summary>The supply of power, or null.</summary>
    IMainsSupply? Mains => null;

    /// <summary>How well it can be stopped.</summary>
    StopAbility StopAbility { get; }

    /// <summary>
    /// Blanks what can be blanked and halts what can be halted, at once. What the connection has no part in is null in the report. Never throws for an instrument that
    /// does not answer: the report says so.
    /// </summary>
    Task<StopReport> StopAsync(CancellationToken cancellationToken);
}
