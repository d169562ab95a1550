using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// VTK image data (<c>.vti</c>) with one value a voxel, as ParaView opens it: XML with base64 arrays, each led by its length in bytes
/// as a 32-bit number, little-endian, uncompressed (VTK File Formats, XML formats).
/// </summary>
public static class VtiFile
{
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
                    <VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" header_type="UInt32">
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
        byte[] withLength = new byte[data.Length + 4];
        BinaryPrimitives.WriteUInt32LittleEndian(withLength, (uint)data.Length);
        data.CopyTo(withLength, 4);
        await writer.WriteAsync($"<DataArray type=\"{type}\" Name=\"{name}\" format=\"binary\">".AsMemory(), cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(Convert.ToBase64String(withLength).AsMemory(), cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync("</DataArray>\n".AsMemory(), cancellationToken).ConfigureAwait(false);
    }
}
