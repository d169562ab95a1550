namespace LtoAutoscope.Domain.Instruments;

/// <summary>A scanning electron microscope, composed of its parts. What the run engine gets is always behind the interlock.</summary>
public interface IMicroscope : IAsyncDisposable
{
    /// <summary>What it says of itself; known once it is connected.</summary>
    InstrumentIdentity Identity { get; }

    /// <summary>The stage.</summary>
    IStage Stage { get; }

    /// <summary>The column.</summary>
    IElectronColumn Column { get; }

    /// <summary>The scanner and its image source.</summary>
    IScanner Scanner { get; }

    /// <summary>The vacuum system.</summary>
    IVacuumSystem Vacuum { get; }

    /// <summary>Detectors and signal; null where the instrument has no remote control of them.</summary>
    IDetectors? Detectors => null;

    /// <summary>Automatic procedures; null where there are none.</summary>
    IAutomaticFunctions? Automatic => null;

    /// <summary>Electrical image shift; null where there is none.</summary>
    IBeamShift? BeamShift => null;

    /// <summary>The specimen current monitor; null where none is fitted.</summary>
    ISpecimenCurrentMonitor? SpecimenCurrent => null;

    /// <summary>The supply of power; null where the instrument does not tell.</summary>
    IMainsSupply? Mains => null;

    /// <summary>Blanks the beam and halts the stage on a path of its own, which waits for no job, lock, disk or user interface. Never throws for an instrument that does not answer: the report says so.</summary>
    Task<StopReport> StopAsync(CancellationToken cancellationToken);

    /// <summary>What is done at the end, on a fault and at start-up after a crash: stop, blank, high voltage by policy, and the stage to its safe position where that is configured and allowed.</summary>
    Task<StopReport> ParkAsync(CancellationToken cancellationToken);
}
