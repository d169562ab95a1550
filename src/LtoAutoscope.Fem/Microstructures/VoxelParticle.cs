namespace LtoAutoscope.Fem.Microstructures;

/// <summary>One particle on the voxel grid.</summary>
/// <param name="Shape">Its smooth shape, nm.</param>
/// <param name="Voxels">Its voxels, unwrapped: indices may lie outside the grid where the particle crosses a periodic side.</param>
/// <param name="OnGrid">False for a particle too small to win a voxel; it is then one voxel that the label grid does not show.</param>
public sealed record VoxelParticle(IParticleShape Shape, IReadOnlyList<(int X, int Y, int Z)> Voxels, bool OnGrid);
