namespace LtoAutoscope.Fem.Output;

/// <summary>One of the three faces of a cube seen from above a corner, as a parallelogram on the picture.</summary>
/// <param name="First">The edge along u, picture units.</param>
/// <param name="Second">The edge along v.</param>
/// <param name="Origin">Where u = v = 0 lies.</param>
/// <param name="Light">Brightness, 0…1.</param>
/// <param name="VoxelAt">The voxel at u, v and a depth behind the face.</param>
internal readonly record struct CubeFace(
    (int X, int Y) First, (int X, int Y) Second, (int X, int Y) Origin, double Light, Func<int, int, int, (int X, int Y, int Z)> VoxelAt)
{
    /// <summary>Width of the picture that the faces are placed on.</summary>
    internal const int Width = 460;

    /// <summary>Height of that picture, the bar of colours included.</summary>
    internal const int Height = 512;

    /// <summary>Top, front and right face of a cube of n voxels. Edges: x from the left corner to the front one, y from the left one to the back, z upwards.</summary>
    internal static IReadOnlyList<CubeFace> Of(int n) =>
    [
        new((188, 108), (188, -109), (42, 122), 1.0, (u, v, depth) => (u, v, n - 1 - depth)),
        new((188, 109), (0, -216), (42, 338), 0.86, (u, v, depth) => (u, depth, v)),
        new((188, -109), (0, -216), (230, 447), 0.72, (u, v, depth) => (n - 1 - depth, u, v)),
    ];
}
