namespace LtoAutoscope.Fem.Output;

/// <summary>A scalar field of the resolved cell at one moment.</summary>
/// <param name="Name">A name for files, such as <c>lithiation</c>.</param>
/// <param name="Caption">A name for people, such as <c>lithiation x</c>.</param>
/// <param name="Unit">Its unit, empty for a pure number.</param>
/// <param name="Values">One value a voxel, x fastest, NaN where the field has none.</param>
public sealed record CellField(string Name, string Caption, string Unit, float[] Values);
