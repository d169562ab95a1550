using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The parts of an instrument behind the interlock, for the owner of a lease or for nobody in particular. What the instrument lacks is null.</summary>
internal sealed class InterlockedParts(InterlockGate gate, InstrumentLease? lease)
{
    public IStage Stage { get; } = new InterlockedStage(gate, lease);

    public IElectronColumn Column { get; } = new InterlockedColumn(gate, lease);

    public IScanner Scanner { get; } = new InterlockedScanner(gate, lease);

    public IDetectors? Detectors { get; } = gate.Inner.Detectors is { } detectors ? new InterlockedDetectors(gate, lease, detectors) : null;

    public IAutomaticFunctions? Automatic { get; } = gate.Inner.Automatic is { } automatic ? new InterlockedAutomatic(gate, lease, automatic) : null;

    public IBeamShift? BeamShift { get; } = gate.Inner.BeamShift is { } shift ? new InterlockedBeamShift(gate, lease, shift) : null;

    public ISpecimenCurrentMonitor? SpecimenCurrent { get; } = gate.Inner.SpecimenCurrent is { } current ? new InterlockedSpecimenCurrent(gate, lease, current) : null;
}
