using LtoAutoscope.Fem.Viewing;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The stored fields of a resolved cell: one byte a voxel, x fastest; 0 where the field has no value, else value = low + (byte − 1)/254·(high − low) with the moment's ends.</summary>
/// <param name="Version">Add it as <c>?v=</c> to addresses, and the answers may be kept for good.</param>
/// <param name="Size">Voxels along x, y, z.</param>
/// <param name="VoxelNm">Edge of a voxel, nm.</param>
/// <param name="Particles">Particles in the box.</param>
/// <param name="Times">The stored moments.</param>
/// <param name="Fields">The fields.</param>
public sealed record CellVolumes(string Version, IReadOnlyList<int> Size, double VoxelNm, int Particles, IReadOnlyList<CellMoment> Times, IReadOnlyList<CellVolume> Fields)
{
    internal static CellVolumes Of(ViewIndex view, string version) => new(
        version, view.Size, view.VoxelNm, view.Particles, [.. view.Snapshots.Select(moment => new CellMoment(moment.Index, moment.TimeS, moment.VoltageV, moment.Lithiation))],
        [.. view.Snapshots.SelectMany(moment => moment.Fields).DistinctBy(field => field.Name).Select(field => new CellVolume(
            field.Name, field.Caption, field.Unit, view.RangeOf(field.Name)!.Value.Low, view.RangeOf(field.Name)!.Value.High,
            [.. view.Snapshots.Select(moment => moment.Fields.FirstOrDefault(entry => entry.Name == field.Name) is { } there ? (double[]?)[there.Low, there.High] : null)]))]);
}
