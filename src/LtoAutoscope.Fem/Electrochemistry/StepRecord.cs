using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>How a step of the protocol went.</summary>
/// <param name="Cycle">From 1.</param>
/// <param name="Step">From 1.</param>
/// <param name="End">What ended it.</param>
/// <param name="DurationS">Its length, s.</param>
/// <param name="ChargeC">Charge that passed, lithiation positive, C.</param>
public readonly record struct StepRecord(int Cycle, int Step, StepEnd End, double DurationS, double ChargeC);
