namespace LtoAutoscope.Fem.Microstructures;

/// <summary>The microstructures of one area.</summary>
/// <param name="Area">The area, with its position.</param>
/// <param name="Structures">Its realisations.</param>
public sealed record FieldRealisation(AreaMorphology Area, IReadOnlyList<BuiltStructure> Structures);
