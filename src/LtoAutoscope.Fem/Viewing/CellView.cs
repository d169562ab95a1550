using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Output;

namespace LtoAutoscope.Fem.Viewing;

/// <summary>The fields of a resolved cell as they lie on the disk in the compact form of <see cref="VolumeView"/>, read piece by piece.</summary>
/// <remarks>Thread safety: immutable. Only files that the index names are opened, and only such whose names are plain.</remarks>
public sealed class CellView
{
    /// <summary>Most voxels that are read: bounds what a damaged index can ask for.</summary>
    public const int MaximumVoxels = 4 * VolumeView.LargestEdge * VolumeView.LargestEdge * VolumeView.LargestEdge;

    private const ushort BinderLabel = ushort.MaxValue;
    private readonly string _folder;

    private CellView(string folder, ViewIndex index) => (_folder, Index) = (folder, index);

    /// <summary>What there is.</summary>
    public ViewIndex Index { get; }

    /// <summary>The packed labels.</summary>
    public string LabelsPath => Path.Combine(_folder, Index.Labels);

    /// <summary>Opens the view of a folder that the cell model wrote; null where there is none, or nothing stored yet.</summary>
    /// <param name="femFolder">The folder of <c>result.json</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">The index is damaged.</exception>
    public static async Task<CellView?> OpenAsync(string femFolder, CancellationToken cancellationToken = default)
    {
        string folder = Path.Combine(femFolder, CellFieldFiles.View), path = Path.Combine(folder, VolumeView.Index);
        if (!File.Exists(path)) return null;
        ViewIndex? index;
        try
        {
            index = JsonSerializer.Deserialize<ViewIndex>(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), DomainJson.File);
        }
        catch (JsonException error)
        {
            throw Damaged(path, error);
        }

        if (index is not { Version: 1, Size: [> 0, > 0, > 0], VoxelNm: > 0, Snapshots: not null, Labels: not null } || (long)index.Size[0] * index.Size[1] * index.Size[2] > MaximumVoxels
            || !IsPlain(index.Labels) || index.Snapshots.Any(snapshot => snapshot.Fields is null || snapshot.Fields.Any(field => !IsPlain(field.File))))
            throw Damaged(path, null);
        return index.Snapshots.Count == 0 ? null : new CellView(folder, index);
    }

    /// <summary>The moment of a number, or null.</summary>
    public ViewSnapshot? Snapshot(int number) => Index.Snapshots.FirstOrDefault(snapshot => snapshot.Index == number);

    /// <summary>The packed file of a field, one byte a voxel, or null where the field or the moment is unknown.</summary>
    public string? FieldPath(string field, int snapshot)
        => Snapshot(snapshot)?.Fields.FirstOrDefault(entry => entry.Name == field) is { } found ? Path.Combine(_folder, found.File) : null;

    /// <summary>The labels: 0 pore, 1… particles, 65535 carbon-binder domain; x fastest.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public async Task<ushort[]> ReadLabelsAsync(CancellationToken cancellationToken = default)
    {
        byte[] bytes = await UnpackAsync(LabelsPath, 2 * Index.Count, cancellationToken).ConfigureAwait(false);
        var labels = new ushort[Index.Count];
        for (int i = 0; i < labels.Length; i++) labels[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i));
        return labels;
    }

    /// <summary>A field, one byte a voxel (<see cref="ViewField.ValueOf"/>), or null where the field or the moment is unknown.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public async Task<byte[]?> ReadFieldAsync(string field, int snapshot, CancellationToken cancellationToken = default)
        => FieldPath(field, snapshot) is { } path ? await UnpackAsync(path, Index.Count, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>The box as the pictures take it; without the ellipsoids, which the compact form does not keep.</summary>
    internal VoxelMicrostructure Structure(ushort[] labels)
    {
        int[] whole = Array.ConvertAll(labels, label => label == BinderLabel ? VoxelMicrostructure.Binder : label);
        return new VoxelMicrostructure(Index.Size[0], Index.Size[1], Index.Size[2], Index.VoxelNm, whole, [], (double)whole.Count(label => label > 0) / whole.Length, Index.Periodic);
    }

    private static async Task<byte[]> UnpackAsync(string path, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
            await using var opened = file.ConfigureAwait(false);
            var packed = new GZipStream(file, CompressionMode.Decompress);
            await using var unpacked = packed.ConfigureAwait(false);
            await packed.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw Damaged(path, error);
        }
    }

    private static bool IsPlain(string? name) => name is { Length: > 0 and < 100 } && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static InputException Damaged(string path, Exception? error)
        => new("the stored fields are damaged", path, "Run the cell model again, or restore the folder from a backup", error);
}
