using System.Buffers.Binary;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>Cuts what an image connection carries into frames and keeps the beginning of each, whatever pieces it comes in.</summary>
internal sealed class FrameCutter(FrameLayout layout, int keep)
{
    /// <summary>A longer body means that the cutting has lost its step.</summary>
    private const long LongestBody = 1 << 30;

    private readonly List<byte> _head = [];
    private long _skip;

    /// <summary>Bytes of the last frame that have not come yet.</summary>
    public long Missing => _skip;

    /// <summary>Takes bytes; gives the beginning of each frame of which enough has come, with the number of bytes behind it. Null when the bytes are no frames.</summary>
    public IReadOnlyList<(byte[] Head, long Omitted)>? Add(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<(byte[], long)>();
        while (bytes.Length > 0)
        {
            int skipped = (int)Math.Min(_skip, bytes.Length);
            bytes = bytes[skipped..];
            _skip -= skipped;
            if (bytes.Length == 0) break;

            int wanted = _head.Count < layout.HeaderBytes ? layout.HeaderBytes : Kept();
            int taken = Math.Min(wanted - _head.Count, bytes.Length);
            _head.AddRange(bytes[..taken]);
            bytes = bytes[taken..];
            if (_head.Count < layout.HeaderBytes) continue;
            if (Body() > LongestBody) return null;
            if (_head.Count < Kept()) continue;
            _skip = layout.HeaderBytes + Body() - _head.Count;
            frames.Add(([.. _head], _skip));
            _head.Clear();
        }

        return frames;
    }

    private long Body() => BinaryPrimitives.ReadUInt32LittleEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_head)[layout.LengthOffset..]);

    private int Kept() => (int)Math.Min(layout.HeaderBytes + Body(), Math.Max(keep, layout.HeaderBytes));
}
