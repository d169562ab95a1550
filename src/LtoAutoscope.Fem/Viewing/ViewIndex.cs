namespace LtoAutoscope.Fem.Viewing;

/// <summary>The index of the compact form that <see cref="Output.VolumeView"/> writes: <c>view/index.json</c>.</summary>
/// <param name="Version">Of the form; 1.</param>
/// <param name="Size">Voxels along x, y, z.</param>
/// <param name="VoxelNm">Edge of a voxel, nm.</param>
/// <param name="Periodic">Whether the box repeats at its sides.</param>
/// <param name="Labels">File of the labels.</param>
/// <param name="Particles">Particles in the box.</param>
/// <param name="Snapshots">Stored moments, in order.</param>
public sealed record ViewIndex(int Version, IReadOnlyList<int> Size, double VoxelNm, bool Periodic, string Labels, int Particles, IReadOnlyList<ViewSnapshot> Snapshots)
{
    /// <summary>Voxels in all.</summary>
    public int Count => Size[0] * Size[1] * Size[2];

    /// <summary>The lowest and the highest value of a field over all moments; null where no moment has it.</summary>
    public (double Low, double High)? RangeOf(string field)
    {
        ViewField[] all = [.. Snapshots.SelectMany(snapshot => snapshot.Fields).Where(entry => entry.Name == field)];
        return all.Length == 0 ? null : (all.Min(entry => entry.Low), all.Max(entry => entry.High));
    }
}
