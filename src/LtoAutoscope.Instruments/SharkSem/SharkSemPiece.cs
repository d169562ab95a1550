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

    /// <summary>Pixels in the piece.</summary>
    public int PixelCount => Pixels.Length / (BitsPerPixel / 8);

    /// <summary>Reads the body of an <c>ScData</c> message; the pixels are not copied.</summary>
    /// <exception cref="FormatException">It is too short, or its depth is neither 8 nor 16.</exception>
    public static SharkSemPiece Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new SharkSemBodyReader(body);
        (uint frame, int channel, uint index, int bits) = (reader.UInt(), reader.Int(), reader.UInt(), reader.Int());
        if (bits is not (8 or 16)) throw new FormatException($"A piece of {bits} bits a pixel.");
        return new SharkSemPiece(frame, channel, index, bits, reader.Bytes());
    }

    /// <summary>Writes the body.</summary>
    public byte[] ToBody()
        => new SharkSemBodyWriter().UInt(Frame).Int(Channel).UInt(Index).Int(BitsPerPixel).Bytes(Pixels.Span).ToArray();
}
