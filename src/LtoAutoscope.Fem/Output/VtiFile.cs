using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// VTK image data (<c>.vti</c>) with one value a voxel, as ParaView opens it: XML with base64 arrays, little-endian, packed by zlib in blocks
/// (VTK File Formats, XML formats: a header of 32-bit numbers with the count of blocks, their size, the size of the last one where it is
/// smaller, and the packed size of each; then the packed blocks).
/// </summary>
public static class VtiFile
{
    private const int BlockSize = 1 << 20;

    /// <summary>Writes labels and fields.</summary>
    /// <param name="path">The file.</param>
    /// <param name="structure">The voxels; spacing is written in nanometres.</param>
    /// <param name="fields">Named fields, one value a voxel, NaN in pores.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task WriteAsync(
        string path, VoxelMicrostructure structure, IReadOnlyList<(string Name, float[] Values)> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(fields);
        return AtomicFile.WriteAsync(path, async (stream, token) =>
        {
            var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                string extent = $"0 {structure.SizeX} 0 {structure.SizeY} 0 {structure.SizeZ}";
                string h = structure.VoxelSizeNm.ToString("R", CultureInfo.InvariantCulture);
                await writer.WriteAsync($"""
                    <?xml version="1.0"?>
                    <VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" header_type="UInt32" compressor="vtkZLibDataCompressor">
                    <ImageData WholeExtent="{extent}" Origin="0 0 0" Spacing="{h} {h} {h}">
                    <Piece Extent="{extent}">
                    <CellData Scalars="{(fields.Count > 0 ? fields[0].Name : "label")}">

                    """.AsMemory(), token).ConfigureAwait(false);
                await ArrayAsync(writer, "Int32", "label", MemoryMarshal.AsBytes(structure.Labels.AsSpan()).ToArray(), token).ConfigureAwait(false);
                foreach (var (name, values) in fields)
                    await ArrayAsync(writer, "Float32", name, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), token).ConfigureAwait(false);
                await writer.WriteAsync("</CellData>\n</Piece>\n</ImageData>\n</VTKFile>\n".AsMemory(), token).ConfigureAwait(false);
            }
        }, cancellationToken);
    }

    private static async Task ArrayAsync(StreamWriter writer, string type, string name, byte[] data, CancellationToken cancellationToken)
    {
        int blocks = (data.Length + BlockSize - 1) / BlockSize;
        byte[] header = new byte[4 * (3 + blocks)];
        using var packed = new MemoryStream();
        BinaryPrimitives.WriteInt32LittleEndian(header, blocks);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), BlockSize);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), data.Length % BlockSize);
        for (int b = 0; b < blocks; b++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long before = packed.Length;
            using (var packer = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                packer.Write(data.AsSpan(b * BlockSize, Math.Min(BlockSize, data.Length - (b * BlockSize))));
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12 + (4 * b)), (int)(packed.Length - before));
        }

        await writer.WriteAsync($"<DataArray type=\"{type}\" Name=\"{name}\" format=\"binary\">".AsMemory(), cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(Convert.ToBase64String(header).AsMemory(), cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length)).AsMemory(), cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync("</DataArray>\n".AsMemory(), cancellationToken).ConfigureAwait(false);
    }
}
