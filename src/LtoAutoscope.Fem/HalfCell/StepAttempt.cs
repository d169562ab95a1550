namespace LtoAutoscope.Fem.HalfCell;

/// <summary>What an implicit step came to.</summary>
/// <param name="Converged">Whether it was solved.</param>
/// <param name="VoltageV">Cell voltage at its end.</param>
/// <param name="CurrentAM2">Current at its end.</param>
internal readonly record struct StepAttempt(bool Converged, double VoltageV, double CurrentAM2);
