namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What the lumped surroundings of a box give at a current.</summary>
/// <param name="PotentialV">Potential of the electrolyte at the face of the box against lithium, V.</param>
/// <param name="Concentration">Salt concentration there, mol/m³.</param>
/// <param name="Least">The smallest salt concentration between lithium and collector, mol/m³; at or below zero beyond the limiting current.</param>
public readonly record struct SurroundingsState(double PotentialV, double Concentration, double Least);
