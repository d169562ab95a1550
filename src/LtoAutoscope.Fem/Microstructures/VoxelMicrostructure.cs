namespace LtoAutoscope.Fem.Microstructures;

/// <summary>A packing on a cubic grid of voxels, periodic in x, y and z. One label a particle.</summary>
public sealed class VoxelMicrostructure
{
    internal VoxelMicrostructure(int size, double boxSizeNm, int[] labels, IReadOnlyList<VoxelParticle> particles, double sampledFraction)
    {
        Size = size;
        BoxSizeNm = boxSizeNm;
        Labels = labels;
        Particles = particles;
        SampledVolumeFraction = sampledFraction;
    }

    /// <summary>Voxels along an edge.</summary>
    public int Size { get; }

    /// <summary>Edge of the box, nm.</summary>
    public double BoxSizeNm { get; }

    /// <summary>Edge of a voxel, nm.</summary>
    public double VoxelSizeNm => BoxSizeNm / Size;

    /// <summary>0 for pore, 1… for particles, x fastest.</summary>
    public int[] Labels { get; }

    /// <summary>The particles; label k is entry k − 1.</summary>
    public IReadOnlyList<VoxelParticle> Particles { get; }

    /// <summary>Solids by supersampling.</summary>
    public double SampledVolumeFraction { get; }

    /// <summary>Solids by voxel labels.</summary>
    public double VoxelVolumeFraction => (double)Labels.Count(label => label != 0) / Labels.Length;

    /// <summary>The label at an unwrapped voxel.</summary>
    public int LabelAt(int x, int y, int z) => Labels[Index(x, y, z)];

    /// <summary>The index of an unwrapped voxel in <see cref="Labels"/>.</summary>
    public int Index(int x, int y, int z) => (((Wrap(z) * Size) + Wrap(y)) * Size) + Wrap(x);

    private int Wrap(int i)
    {
        int wrapped = i % Size;
        return wrapped < 0 ? wrapped + Size : wrapped;
    }
}
