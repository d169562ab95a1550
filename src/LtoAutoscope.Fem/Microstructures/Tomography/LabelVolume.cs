using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>A stack of images: one whole number a voxel, x fastest, then y, then z (the order of the images).</summary>
public sealed class LabelVolume
{
    /// <summary>Most voxels that are taken.</summary>
    public const long MaximumVoxels = 200_000_000;

    /// <param name="sizeX">Voxels along x.</param>
    /// <param name="sizeY">Voxels along y.</param>
    /// <param name="sizeZ">Voxels along z.</param>
    /// <param name="values">The values.</param>
    /// <param name="name">File or folder, for messages.</param>
    /// <exception cref="InputException">Too small, too large, or of another size than told.</exception>
    public LabelVolume(int sizeX, int sizeY, int sizeZ, int[] values, string name)
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckSize(sizeX, sizeY, sizeZ, name);
        if (values.Length != sizeX * sizeY * sizeZ) throw new InputException($"{values.Length} values do not fill {sizeX} × {sizeY} × {sizeZ} voxels", name, "Check the dimensions");
        (SizeX, SizeY, SizeZ, Values, Name) = (sizeX, sizeY, sizeZ, values, name);
    }

    /// <summary>Voxels along x.</summary>
    public int SizeX { get; }

    /// <summary>Voxels along y.</summary>
    public int SizeY { get; }

    /// <summary>Voxels along z.</summary>
    public int SizeZ { get; }

    /// <summary>One value a voxel.</summary>
    public int[] Values { get; }

    /// <summary>File or folder.</summary>
    public string Name { get; }

    internal static void CheckSize(long x, long y, long z, string name)
    {
        if (x < 4 || y < 4 || z < 4) throw new InputException($"{x} × {y} × {z} voxels are too few", name, "Give at least 4 along each axis");
        if (x > MaximumVoxels || y > MaximumVoxels || z > MaximumVoxels || x * y > MaximumVoxels || x * y * z > MaximumVoxels)
            throw new InputException($"{x} × {y} × {z} voxels are more than {MaximumVoxels / 1_000_000} million", name, "Cut a smaller part or bin the stack");
    }
}
