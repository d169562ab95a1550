using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>What parking does after stop and blank.</summary>
/// <param name="SwitchBeamOff">Whether high voltage goes off; emitters that like to stay warm keep it.</param>
/// <param name="SafePosition">Where the stage goes, or null to leave it.</param>
/// <param name="AcceptUnreadable">
/// Whether an instrument that cannot tell that it is blanked or halted is taken at its word. Default false: what is not read back is a named fault, and nothing new is begun.
/// </param>
public sealed record ParkSettings(bool SwitchBeamOff = false, StageTarget? SafePosition = null, bool AcceptUnreadable = false);
