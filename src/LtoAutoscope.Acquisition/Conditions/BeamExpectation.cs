namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>What a run expects of the beam while it goes.</summary>
/// <param name="Run">The run's id. References that are left open are those that the same run had before (so a beam that fades step by step is still noticed), else the first readings.</param>
/// <param name="ProbeCurrentPa">The probe current to compare with, pA, or null. After a restart give that of the run's first frame.</param>
/// <param name="EmissionUa">The emission to compare with, µA, or null.</param>
public sealed record BeamExpectation(string Run, double? ProbeCurrentPa = null, double? EmissionUa = null);
