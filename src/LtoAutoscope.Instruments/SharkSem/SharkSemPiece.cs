using System.Buffers.Binary;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>A piece of a frame, the body of an <c>ScData</c> message.</summary>
/// <param name="Frame">Identity of the scan, as given to <c>ScScanXY</c>.</param>
/// <param name="Channel">Detector channel.</param>
/// <param name="Index">Index of its first pixel, in pixels.</param>
/// <param name="BitsPerPixel">8 or 16.</param>
/// <param name="Pixels">The pixels, 16-bit ones little-endian; their padding left out.</param>
public readonly record struct SharkSemPiece(uint Frame, int Channel, uint Index, int BitsPerPixel, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>Name of the message.</summary>
    public const string Function = "ScData";

    private const int FixedSize = 20;

    /// <summary>Pixels in the piece.</summary>
    public int PixelCount => Pixels.Length / (BitsPerPixel / 8);

    /// <summary>Whether the bytes of a message, header and body, are a piece by name.</summary>
    internal static bool IsPiece(ReadOnlySpan<byte> message) => message.StartsWith("ScData\0"u8);

    /// <summary>Reads the body of an <c>ScData</c> message; the pixels are not copied and nothing is allocated.</summary>
    /// <exception cref="FormatException">It is too short, or its depth is neither 8 nor 16.</exception>
    public static SharkSemPiece Parse(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> bytes = body.Span;
        if (bytes.Length < FixedSize) throw new FormatException($"A piece of {bytes.Length} bytes; its fixed part alone has {FixedSize}.");
        int bits = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (bits is not (8 or 16)) throw new FormatException($"A piece of {bits} bits a pixel.");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        if (count > bytes.Length - FixedSize) throw new FormatException($"{count} bytes of pixels reach beyond a body of {bytes.Length}.");
        return new SharkSemPiece(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), bits, body.Slice(FixedSize, (int)count));
    }

    /// <summary>Writes the body.</summary>
    public byte[] ToBody()
        => new SharkSemBodyWriter().UInt(Frame).Int(Channel).UInt(Index).Int(BitsPerPixel).Bytes(Pixels.Span).ToArray();
}
