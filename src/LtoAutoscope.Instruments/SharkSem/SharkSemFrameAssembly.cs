using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Puts one frame together from its pieces. A piece whose index lies before what has come is a resend and cuts back; one whose index lies
/// behind it shows that a piece was lost, and is dropped until that piece comes again. Pieces of other frames or channels are left out.
/// </summary>
/// <remarks>Thread safety: pieces from one thread; <see cref="Received"/> may be read from any.</remarks>
public sealed class SharkSemFrameAssembly
{
    private readonly uint _frame;
    private readonly int _channel;
    private int _received;

    /// <param name="frame">Identity of the scan.</param>
    /// <param name="channel">Detector channel.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bitsPerPixel">8 or 16.</param>
    public SharkSemFrameAssembly(uint frame, int channel, int width, int height, int bitsPerPixel)
    {
        (_frame, _channel) = (frame, channel);
        Image = new GreyImage(width, height, bitsPerPixel);
    }

    /// <summary>The frame; whole when <see cref="IsComplete"/>.</summary>
    public GreyImage Image { get; }

    /// <summary>Pixels that stand, from the first on.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Whether every pixel has come.</summary>
    public bool IsComplete => Received == Image.Pixels.Length;

    /// <summary>Takes a piece.</summary>
    /// <returns>Whether it belonged to the frame and was used.</returns>
    public bool Add(SharkSemPiece piece)
    {
        if (piece.Frame != _frame || piece.Channel != _channel || piece.BitsPerPixel != Image.BitsPerPixel) return false;
        int received = _received;
        if (piece.Index > received) return false;
        int start = (int)piece.Index;
        int count = Math.Min(piece.PixelCount, Image.Pixels.Length - start);
        Span<ushort> target = Image.Pixels.AsSpan(start, count);
        ReadOnlySpan<byte> bytes = piece.Pixels.Span;
        if (Image.BitsPerPixel == 8)
        {
            for (int i = 0; i < count; i++) target[i] = bytes[i];
        }
        else if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, ushort>(bytes)[..count].CopyTo(target);
        }
        else
        {
            for (int i = 0; i < count; i++) target[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        }

        Volatile.Write(ref _received, start + count);
        return true;
    }
}
