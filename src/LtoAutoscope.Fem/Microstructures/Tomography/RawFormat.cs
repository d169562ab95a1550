using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>What a raw file of voxels does not tell itself.</summary>
/// <param name="SizeX">Voxels along x, the fastest.</param>
/// <param name="SizeY">Voxels along y.</param>
/// <param name="SizeZ">Voxels along z.</param>
/// <param name="BytesAVoxel">1, 2 or 4, unsigned.</param>
/// <param name="IsBigEndian">Byte order.</param>
/// <param name="HeaderBytes">Bytes before the first voxel.</param>
public sealed record RawFormat(int SizeX, int SizeY, int SizeZ, int BytesAVoxel = 1, bool IsBigEndian = false, long HeaderBytes = 0)
{
    /// <summary>Reads <c>XxYxZ:type[:header]</c>, type being <c>u8</c>, <c>u16le</c>, <c>u16be</c>, <c>u32le</c> or <c>u32be</c>.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static RawFormat Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':'), sizes = parts[0].Split('x', 'X', '×');
        long header = 0;
        bool good = parts.Length is 2 or 3 && sizes.Length == 3 && (parts.Length == 2 || (long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out header) && header >= 0));
        var numbers = new int[3];
        for (int i = 0; i < 3 && good; i++) good = int.TryParse(sizes[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        (int Bytes, bool Big)? type = !good ? null : parts[1].ToLowerInvariant() switch
        {
            "u8" => (1, false),
            "u16le" or "u16" => (2, false),
            "u16be" => (2, true),
            "u32le" or "u32" => (4, false),
            "u32be" => (4, true),
            _ => null,
        };
        if (type is not { } t) throw new InputException($"'{text}' does not describe a raw file", "--raw", "Give it as 200x200x150:u8, with u8, u16le, u16be, u32le or u32be, and :BYTES of a header if there is one");
        return new RawFormat(numbers[0], numbers[1], numbers[2], t.Bytes, t.Big, header);
    }
}
