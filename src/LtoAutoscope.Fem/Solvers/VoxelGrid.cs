namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// The shape of a box of cubic voxels and the layout of its nodal vectors. Nodes lie on the voxels' corners, x runs fastest,
/// and rows are padded to a multiple of four so that they load as whole SIMD vectors; padding entries are zero and stay zero.
/// </summary>
public readonly record struct VoxelGrid
{
    /// <summary>Lanes of the SIMD vectors that rows are padded to.</summary>
    internal const int Lanes = 4;

    /// <param name="voxelsX">Voxels along x, at least 1.</param>
    /// <param name="voxelsY">Voxels along y, at least 1.</param>
    /// <param name="voxelsZ">Voxels along z, at least 1.</param>
    public VoxelGrid(int voxelsX, int voxelsY, int voxelsZ)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(voxelsX, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(voxelsY, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(voxelsZ, 1);
        VoxelsX = voxelsX;
        VoxelsY = voxelsY;
        VoxelsZ = voxelsZ;
        RowStride = (voxelsX + 1 + Lanes - 1) / Lanes * Lanes;
        PlaneStride = RowStride * (voxelsY + 1);
        VectorLength = checked((PlaneStride * (voxelsZ + 1)) + Lanes);
    }

    /// <summary>Voxels along x.</summary>
    public int VoxelsX { get; }

    /// <summary>Voxels along y.</summary>
    public int VoxelsY { get; }

    /// <summary>Voxels along z.</summary>
    public int VoxelsZ { get; }

    /// <summary>Entries from one node row to the next.</summary>
    public int RowStride { get; }

    /// <summary>Entries from one node plane to the next.</summary>
    public int PlaneStride { get; }

    /// <summary>Entries of a nodal vector, padding included.</summary>
    public int VectorLength { get; }

    /// <summary>Nodes, padding excluded.</summary>
    public int NodeCount => (VoxelsX + 1) * (VoxelsY + 1) * (VoxelsZ + 1);

    /// <summary>Voxels.</summary>
    public int VoxelCount => VoxelsX * VoxelsY * VoxelsZ;

    /// <summary>Index of a node in a nodal vector.</summary>
    public int Node(int x, int y, int z) => (z * PlaneStride) + (y * RowStride) + x;

    /// <summary>Index of a voxel in an array of <see cref="VoxelCount"/> entries, x fastest.</summary>
    public int Voxel(int x, int y, int z) => (((z * VoxelsY) + y) * VoxelsX) + x;

    /// <summary>A nodal vector of zeros.</summary>
    public double[] CreateVector() => new double[VectorLength];
}
