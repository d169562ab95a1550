using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What came of an implicit step.</summary>
/// <param name="Converged">Whether it was solved.</param>
/// <param name="Phi">Potential of the solid against the electrolyte at the face of the box, V.</param>
/// <param name="CurrentA">Current at the end of the step, lithiation positive.</param>
/// <param name="VoltageV">Voltage of the cell.</param>
/// <param name="Failure">What stood in the way where it was not solved.</param>
internal readonly record struct StepAttempt(bool Converged, double Phi, double CurrentA, double VoltageV, FailureReason Failure)
{
    internal static StepAttempt Failed(FailureReason reason) => new(false, 0, 0, 0, reason);
}
