using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LtoAutoscope.Storage.Pyramids;

/// <summary>
/// Small derived data of many frames in two files, so that what is needed of ten thousand frames at once is one read and not ten thousand: <c>small.pack</c>, a row of
/// records that is read whole when the pack is opened, and <c>large.pack</c>, which is read in pieces. Records are only ever appended; the last of a frame and kind counts.
/// </summary>
/// <remarks>
/// It holds nothing that cannot be made again. A record is its header (magic, kind, id length, small length, tag, offset and length of the large part), the id, the
/// small part, and the XXH3-64 of all that, little-endian; the first record that does not fit, as a power cut leaves it, ends the file. Thread-safe.
/// </remarks>
public sealed class FramePack : IDisposable
{
    private const uint Magic = 0x4b50_544c; // "LTPK"
    private const int HeaderBytes = 32;
    private const int ChecksumBytes = 8;
    private readonly ConcurrentDictionary<(byte Kind, string Id), PackEntry> _entries = new();
    private readonly Lock _writing = new();
    private readonly SafeFileHandle _small;
    private readonly SafeFileHandle _large;
    private long _smallEnd;
    private long _largeEnd;

    private FramePack(SafeFileHandle small, SafeFileHandle large) => (_small, _large) = (small, large);

    /// <summary>Opens the pack of a folder, or makes it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static FramePack Open(string folder)
    {
        Directory.CreateDirectory(folder);
        SafeFileHandle small = Handle(Path.Combine(folder, "small.pack")), large;
        try
        {
            large = Handle(Path.Combine(folder, "large.pack"));
        }
        catch
        {
            small.Dispose();
            throw;
        }

        var pack = new FramePack(small, large);
        pack.Load();
        return pack;
    }

    /// <summary>What is known of a frame, or null.</summary>
    public PackEntry? Find(byte kind, string id) => _entries.GetValueOrDefault((kind, id));

    /// <summary>Adds a record; it takes the place of an older one of the same frame and kind.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="id">The frame.</param>
    /// <param name="tag">What it was made from.</param>
    /// <param name="small">What is kept in memory.</param>
    /// <param name="large">What is read when it is needed.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(byte kind, string id, ulong tag, ReadOnlySpan<byte> small, ReadOnlySpan<byte> large)
    {
        byte[] name = Encoding.UTF8.GetBytes(id);
        byte[] record = new byte[HeaderBytes + name.Length + small.Length + ChecksumBytes];
        lock (_writing)
        {
            long offset = _largeEnd;
            BinaryPrimitives.WriteUInt32LittleEndian(record, Magic);
            record[4] = kind;
            BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), small.Length);
            BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), large.Length);
            BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(16), offset);
            BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(24), tag);
            name.CopyTo(record.AsSpan(HeaderBytes));
            small.CopyTo(record.AsSpan(HeaderBytes + name.Length));
            BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(record.Length - ChecksumBytes), XxHash3.HashToUInt64(record.AsSpan(0, record.Length - ChecksumBytes)));
            RandomAccess.Write(_large, large, offset);
            RandomAccess.Write(_small, record, _smallEnd);
            _largeEnd += large.Length;
            _smallEnd += record.Length;
            _entries[(kind, id)] = new PackEntry(tag, record.AsMemory(HeaderBytes + name.Length, small.Length), offset, large.Length);
        }
    }

    /// <summary>Reads a piece of a large part.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="from">Where the piece begins in the part.</param>
    /// <param name="target">Is filled.</param>
    /// <returns>Whether all of it was there; it is not in a pack that was cut or deleted by hand.</returns>
    public bool TryRead(PackEntry entry, int from, Span<byte> target)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return from >= 0 && from + target.Length <= entry.Length && RandomAccess.Read(_large, target, entry.Offset + from) == target.Length;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _small.Dispose();
        _large.Dispose();
    }

    private static SafeFileHandle Handle(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private void Load()
    {
        byte[] bytes = new byte[RandomAccess.GetLength(_small)];
        int read = RandomAccess.Read(_small, bytes, 0), at = 0;
        long largeLength = RandomAccess.GetLength(_large);
        while (at + HeaderBytes <= read && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) == Magic)
        {
            int idLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 6)), smallLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
            long length = (long)HeaderBytes + idLength + smallLength + ChecksumBytes;
            if (smallLength < 0 || at + length > read) break;
            ReadOnlySpan<byte> record = bytes.AsSpan(at, (int)length);
            if (XxHash3.HashToUInt64(record[..^ChecksumBytes]) != BinaryPrimitives.ReadUInt64LittleEndian(record[^ChecksumBytes..])) break;
            long offset = BinaryPrimitives.ReadInt64LittleEndian(record[16..]);
            int largePart = BinaryPrimitives.ReadInt32LittleEndian(record[12..]);
            if (offset < 0 || largePart < 0 || offset + largePart > largeLength) break;
            string id = Encoding.UTF8.GetString(record.Slice(HeaderBytes, idLength));
            _entries[(record[4], id)] = new PackEntry(BinaryPrimitives.ReadUInt64LittleEndian(record[24..]), bytes.AsMemory(at + HeaderBytes + idLength, smallLength), offset, largePart);
            _largeEnd = Math.Max(_largeEnd, offset + largePart);
            at += (int)length;
        }

        // What is torn is cut off, so that the next record follows the last whole one.
        _smallEnd = at;
        if (at < bytes.Length) RandomAccess.SetLength(_small, at);
    }
}
