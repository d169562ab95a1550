namespace LtoAutoscope.Fem.Materials;

/// <summary>A key of a material file with its range, both ends allowed.</summary>
/// <param name="Name">The key; its ending is the unit.</param>
/// <param name="Low">Smallest value.</param>
/// <param name="High">Largest value.</param>
internal readonly record struct MaterialKey(string Name, double Low, double High);
