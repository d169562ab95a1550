namespace LtoAutoscope.Fem.Microstructures;

/// <summary>One realisation of a microstructure.</summary>
/// <param name="Voxels">On its grid.</param>
/// <param name="Packing">The packing behind it; null for tomography.</param>
public sealed record BuiltStructure(VoxelMicrostructure Voxels, Packing? Packing);
