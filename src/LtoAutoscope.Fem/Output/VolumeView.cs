using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// The compact form of a resolved cell that a browser loads piece by piece: <c>index.json</c>, the labels, and for each snapshot and field one
/// byte a voxel. A grid finer than <see cref="LargestEdge"/> is thinned.
/// </summary>
/// <remarks>
/// Every data file is gzip of a raw volume, x fastest. <c>labels.u16.gz</c>: 0 pore, 1… particles, 65535 carbon-binder domain, little-endian.
/// <c>FIELD_0000.u8.gz</c>: 0 where the field has no value, else value = low + (byte − 1)/254·(high − low) with the <c>low</c> and <c>high</c>
/// of its entry. The index is written last and anew after each snapshot.
/// </remarks>
public sealed class VolumeView
{
    /// <summary>The index.</summary>
    public const string Index = "index.json";

    /// <summary>Most voxels along an edge.</summary>
    public const int LargestEdge = 96;

    private readonly string _folder;
    private readonly VoxelMicrostructure _structure;
    private readonly int _step;
    private readonly int[] _sizes;
    private readonly SortedDictionary<int, object> _snapshots = [];

    /// <param name="folder">Where; made if missing.</param>
    /// <param name="structure">The voxels.</param>
    public VolumeView(string folder, VoxelMicrostructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _folder = folder;
        _structure = structure;
        int longest = Math.Max(structure.SizeX, Math.Max(structure.SizeY, structure.SizeZ));
        _step = (longest + LargestEdge - 1) / LargestEdge;
        _sizes = [structure.SizeX / _step, structure.SizeY / _step, structure.SizeZ / _step];
    }

    /// <summary>Takes up what an earlier, interrupted run left in the folder.</summary>
    /// <exception cref="InputException">The index is damaged.</exception>
    public async Task GoOnAsync(CancellationToken cancellationToken = default)
    {
        string path = Path.Combine(_folder, Index);
        if (!File.Exists(path)) return;
        try
        {
            var index = JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false))!;
            foreach (var snapshot in index["snapshots"]!.AsArray()) _snapshots[snapshot!["index"]!.GetValue<int>()] = snapshot.DeepClone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InputException("the index of the fields is damaged", path, "Delete the folder of the fields; the rest of the run can go on", e);
        }
    }

    /// <summary>Writes a snapshot and the index; the labels with the first one.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public async Task AddAsync(CellSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (_snapshots.Count == 0) await WriteAsync("labels.u16.gz", Labels(), cancellationToken).ConfigureAwait(false);
        var fields = new List<object>();
        foreach (var field in snapshot.Fields)
        {
            string file = string.Create(CultureInfo.InvariantCulture, $"{field.Name}_{snapshot.Index:0000}.u8.gz");
            var (bytes, low, high) = Quantise(field.Values);
            await WriteAsync(file, bytes, cancellationToken).ConfigureAwait(false);
            fields.Add(new { field.Name, field.Caption, field.Unit, Low = low, High = high, File = file });
        }

        foreach (int later in _snapshots.Keys.Where(key => key > snapshot.Index).ToArray()) _snapshots.Remove(later);
        _snapshots[snapshot.Index] = new { snapshot.Index, snapshot.TimeS, snapshot.VoltageV, snapshot.Lithiation, Fields = fields };
        var index = new
        {
            Version = 1, Size = _sizes, VoxelNm = _structure.VoxelSizeNm * _step, Periodic = _structure.IsPeriodic,
            Labels = "labels.u16.gz", Particles = _structure.Particles.Count, Snapshots = _snapshots.Values,
        };
        await AtomicFile.WriteTextAsync(Path.Combine(_folder, Index), JsonSerializer.Serialize(index, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
    }

    private Task WriteAsync(string file, byte[] raw, CancellationToken cancellationToken)
        => AtomicFile.WriteAsync(Path.Combine(_folder, file), async (stream, token) =>
        {
            var packer = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            await using (packer.ConfigureAwait(false)) await packer.WriteAsync(raw, token).ConfigureAwait(false);
        }, cancellationToken);

    private byte[] Labels()
    {
        var labels = new ushort[_sizes[0] * _sizes[1] * _sizes[2]];
        for (int i = 0; i < labels.Length; i++)
        {
            int label = _structure.Labels[Source(i)];
            labels[i] = label < 0 ? ushort.MaxValue : (ushort)Math.Min(label, ushort.MaxValue - 1);
        }

        byte[] bytes = MemoryMarshal.AsBytes(labels.AsSpan()).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < bytes.Length; i += 2) (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        }

        return bytes;
    }

    private (byte[] Bytes, double Low, double High) Quantise(float[] values)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (float value in values)
        {
            if (float.IsNaN(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (!float.IsFinite(low)) (low, high) = (0, 0);
        var bytes = new byte[_sizes[0] * _sizes[1] * _sizes[2]];
        double scale = high > low ? 254.0 / (high - low) : 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            float value = values[Source(i)];
            bytes[i] = float.IsNaN(value) ? (byte)0 : (byte)(1 + (int)Math.Round((value - low) * scale));
        }

        return (bytes, low, high);
    }

    private int Source(int i)
    {
        int x = i % _sizes[0], y = i / _sizes[0] % _sizes[1], z = i / (_sizes[0] * _sizes[1]);
        return _structure.Index(x * _step, y * _step, z * _step);
    }
}
