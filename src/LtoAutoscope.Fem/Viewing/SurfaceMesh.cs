using System.Buffers.Binary;

namespace LtoAutoscope.Fem.Viewing;

/// <summary>A closed triangle mesh between two phases of a box of voxels.</summary>
/// <remarks>
/// Bytes of <see cref="Encode"/>, little-endian: the letters <c>LTOS</c>, then as 32-bit numbers the version (1), the count of vertices V and of triangles T; three 16-bit numbers
/// a vertex, its place in 1/256 of a voxel's edge from the box's corner, filled up with zeros to a multiple of four bytes; V 32-bit numbers, the voxel inside at each vertex;
/// V 32-bit numbers, the voxel outside, or 4294967295 where outside is beyond the box; 3·T 32-bit numbers, the corners of each triangle, counter-clockwise seen from outside.
/// A voxel's number is x + sizeX·(y + sizeY·z).
/// </remarks>
public sealed record SurfaceMesh
{
    /// <summary>Stands for “beyond the box”.</summary>
    public const uint Beyond = uint.MaxValue;

    private const int HeaderLength = 16;
    private const double Steps = 256;

    /// <summary>x, y, z of each vertex in voxels from the box's corner.</summary>
    public required float[] Positions { get; init; }

    /// <summary>The voxel inside at each vertex.</summary>
    public required uint[] Inside { get; init; }

    /// <summary>The voxel outside at each vertex, or <see cref="Beyond"/>.</summary>
    public required uint[] Outside { get; init; }

    /// <summary>Three corners a triangle.</summary>
    public required uint[] Corners { get; init; }

    /// <summary>Vertices.</summary>
    public int VertexCount => Inside.Length;

    /// <summary>Triangles.</summary>
    public int TriangleCount => Corners.Length / 3;

    /// <summary>The mesh as bytes.</summary>
    public byte[] Encode()
    {
        int places = (6 * VertexCount + 3) / 4 * 4;
        var bytes = new byte[HeaderLength + places + 8 * VertexCount + 4 * Corners.Length];
        "LTOS"u8.CopyTo(bytes);
        int at = 4;
        foreach (uint number in (ReadOnlySpan<uint>)[1, (uint)VertexCount, (uint)TriangleCount]) Put(number);
        for (int i = 0; i < Positions.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(HeaderLength + 2 * i), (ushort)Math.Clamp(Math.Round(Positions[i] * Steps), 0, ushort.MaxValue));
        at = HeaderLength + places;
        foreach (uint voxel in Inside) Put(voxel);
        foreach (uint voxel in Outside) Put(voxel);
        foreach (uint corner in Corners) Put(corner);
        return bytes;

        void Put(uint number)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), number);
            at += 4;
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">These are other bytes.</exception>
    public static SurfaceMesh Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes[..4].SequenceEqual("LTOS"u8) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != 1) throw new FormatException("These bytes are no surface of version 1.");
        long vertices = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), triangles = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]), places = (6 * vertices + 3) / 4 * 4;
        if (bytes.Length != HeaderLength + places + 8 * vertices + 12 * triangles) throw new FormatException("The surface is cut short.");
        var positions = new float[3 * vertices];
        for (int i = 0; i < positions.Length; i++) positions[i] = (float)(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(HeaderLength + 2 * i)..]) / Steps);
        int at = HeaderLength + (int)places;
        return new SurfaceMesh { Positions = positions, Inside = Numbers(bytes, ref at, vertices), Outside = Numbers(bytes, ref at, vertices), Corners = Numbers(bytes, ref at, 3 * triangles) };
    }

    private static uint[] Numbers(ReadOnlySpan<byte> bytes, ref int at, long count)
    {
        var numbers = new uint[count];
        for (int i = 0; i < numbers.Length; i++, at += 4) numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        return numbers;
    }
}
