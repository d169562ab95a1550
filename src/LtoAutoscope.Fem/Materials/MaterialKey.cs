namespace LtoAutoscope.Fem.Materials;

/// <summary>A key of a material file that has a number, with its range, both ends allowed.</summary>
/// <param name="Name">The key; its ending is the unit.</param>
/// <param name="Low">Smallest value.</param>
/// <param name="High">Largest value.</param>
/// <param name="Unit">The unit as tables write it; <c>1</c> for a pure number.</param>
/// <param name="What">What it is, in a few words.</param>
public readonly record struct MaterialKey(string Name, double Low, double High, string Unit, string What);
