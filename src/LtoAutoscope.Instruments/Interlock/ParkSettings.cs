using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>What parking does after stop and blank.</summary>
/// <param name="SwitchBeamOff">Whether high voltage goes off; emitters that like to stay warm keep it.</param>
/// <param name="SafePosition">Where the stage goes, or null to leave it.</param>
public sealed record ParkSettings(bool SwitchBeamOff = false, StageTarget? SafePosition = null);
