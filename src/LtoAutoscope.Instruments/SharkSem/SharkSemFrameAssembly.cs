using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Puts one frame together from its pieces. A piece whose index lies before what has come is a resend and cuts back; one whose index lies
/// behind it shows that a piece was lost, and is dropped until that piece comes again. Pieces of other frames or channels are left out, and nothing touches a
/// frame that is whole.
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
        Image = new GreyImage(width, height, bitsPerPixel, GC.AllocateUninitializedArray<ushort>(checked(width * height)));
    }

    /// <summary>The frame; whole when <see cref="IsComplete"/>. Pixels from <see cref="Received"/> on are not set.</summary>
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
        if (piece.Index > received || received == Image.Pixels.Length) return false;
        int start = (int)piece.Index;
        int count = Math.Min(piece.PixelCount, Image.Pixels.Length - start);
        Span<ushort> target = Image.Pixels.AsSpan(start, count);
        ReadOnlySpan<byte> bytes = piece.Pixels.Span;
        if (Image.BitsPerPixel == 8)
        {
            Widen(bytes[..count], target);
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

    private static void Widen(ReadOnlySpan<byte> bytes, Span<ushort> target)
    {
        int i = 0;
        for (; i <= bytes.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[i..]), out Vector<ushort> low, out Vector<ushort> high);
            low.CopyTo(target[i..]);
            high.CopyTo(target[(i + Vector<ushort>.Count)..]);
        }

        for (; i < bytes.Length; i++) target[i] = bytes[i];
    }
}
