namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// A microstructure on a grid of cubic voxels: 0 pore, 1… one label a particle, −1 carbon-binder domain. Periodic in x, y and z, or
/// (a piece of tomography) mirrored at its sides.
/// </summary>
public sealed class VoxelMicrostructure
{
    /// <summary>The label of the carbon-binder domain.</summary>
    public const int Binder = -1;

    internal VoxelMicrostructure(int size, double boxSizeNm, int[] labels, IReadOnlyList<VoxelParticle> particles, double sampledFraction)
        : this(size, size, size, boxSizeNm / size, labels, particles, sampledFraction)
    {
    }

    internal VoxelMicrostructure(
        int sizeX, int sizeY, int sizeZ, double voxelSizeNm, int[] labels, IReadOnlyList<VoxelParticle> particles, double sampledFraction, bool isPeriodic = true)
    {
        SizeX = sizeX;
        SizeY = sizeY;
        SizeZ = sizeZ;
        VoxelSizeNm = voxelSizeNm;
        Labels = labels;
        Particles = particles;
        SampledVolumeFraction = sampledFraction;
        IsPeriodic = isPeriodic;
    }

    /// <summary>Voxels along x.</summary>
    public int SizeX { get; }

    /// <summary>Voxels along y.</summary>
    public int SizeY { get; }

    /// <summary>Voxels along z (through-plane).</summary>
    public int SizeZ { get; }

    /// <summary>Whether all three edges are equal.</summary>
    public bool IsCube => SizeX == SizeY && SizeY == SizeZ;

    /// <summary>Voxels along an edge of a cube.</summary>
    /// <exception cref="InvalidOperationException">It is no cube.</exception>
    public int Size => IsCube ? SizeX : throw new InvalidOperationException($"{SizeX} × {SizeY} × {SizeZ} voxels are no cube.");

    /// <summary>Edge of the box of a cube, nm.</summary>
    /// <exception cref="InvalidOperationException">It is no cube.</exception>
    public double BoxSizeNm => Size * VoxelSizeNm;

    /// <summary>Edge of a voxel, nm.</summary>
    public double VoxelSizeNm { get; }

    /// <summary>Volume of the box, nm³.</summary>
    public double BoxVolumeNm3 => (double)SizeX * SizeY * SizeZ * VoxelSizeNm * VoxelSizeNm * VoxelSizeNm;

    /// <summary>Whether the structure repeats at its sides; else they are mirrors.</summary>
    public bool IsPeriodic { get; }

    /// <summary>0 for pore, 1… for particles, −1 for carbon-binder domain; x fastest, then y.</summary>
    public int[] Labels { get; }

    /// <summary>The particles; label k is entry k − 1.</summary>
    public IReadOnlyList<VoxelParticle> Particles { get; }

    /// <summary>Volume fraction of particles in each voxel by supersampling, 0…1, x fastest; null where only labels are known.</summary>
    public float[]? SolidFraction { get; internal init; }

    /// <summary>Volume fraction of particles by supersampling; overlap counts once.</summary>
    public double SampledVolumeFraction { get; }

    /// <summary>Volume fraction of particles by voxel labels.</summary>
    public double VoxelVolumeFraction => (double)Labels.Count(label => label > 0) / Labels.Length;

    /// <summary>Volume fraction of the carbon-binder domain by voxel labels.</summary>
    public double BinderVolumeFraction => (double)Labels.Count(label => label == Binder) / Labels.Length;

    /// <summary>Volume fraction of pores by voxel labels.</summary>
    public double VoxelPorosity => (double)Labels.Count(label => label == 0) / Labels.Length;

    /// <summary>The label at an unwrapped voxel; beyond a side that is no period, that of the mirror image.</summary>
    public int LabelAt(int x, int y, int z) => Labels[Index(x, y, z)];

    /// <summary>The index of an unwrapped voxel in <see cref="Labels"/>.</summary>
    public int Index(int x, int y, int z) => (((Fold(z, SizeZ) * SizeY) + Fold(y, SizeY)) * SizeX) + Fold(x, SizeX);

    /// <summary>Whether a voxel, unwrapped, is one of the structure: always where it repeats at its sides.</summary>
    public bool Holds(int x, int y, int z) => IsPeriodic || ((uint)x < (uint)SizeX && (uint)y < (uint)SizeY && (uint)z < (uint)SizeZ);

    private int Fold(int i, int size)
    {
        if ((uint)i < (uint)size) return i;
        if (IsPeriodic)
        {
            int wrapped = i % size;
            return wrapped < 0 ? wrapped + size : wrapped;
        }

        int folded = i % (2 * size);
        if (folded < 0) folded += 2 * size;
        return folded < size ? folded : (2 * size) - 1 - folded;
    }
}
