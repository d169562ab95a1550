using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Columns;

/// <summary>
/// <c>particles.columns</c>: a head of 32 bytes (<c>LTOPCOLS</c>, version and length of the directory as 32-bit integers, XXH3-64 of the directory, 8 bytes of 0), the directory as JSON, then the
/// blocks, each at a multiple of 64 bytes; all little-endian. It is derived from <c>particles.csv</c> and may be deleted at any moment.
/// </summary>
public static class ParticleColumnsFile
{
    /// <summary>Name of the file in a run folder.</summary>
    public const string FileName = "particles.columns";

    private const int Version = 1, HeadLength = 32, Alignment = 64, LongestDirectory = 64 << 20;
    private static ReadOnlySpan<byte> Magic => "LTOPCOLS"u8;

    /// <summary>Opens a file: reads and checks its head. Blocks are read and checked when they are wanted.</summary>
    /// <returns>The columns, or null where there is no file, or one of another version.</returns>
    /// <exception cref="ColumnsDamagedException">The head is not what it says.</exception>
    public static ParticleColumns? TryOpen(string path)
    {
        if (!File.Exists(path)) return null;
        using FileStream file = Open(path);
        Span<byte> head = stackalloc byte[HeadLength];
        if (file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength || !head.StartsWith(Magic)) throw new ColumnsDamagedException(path, "its head is no head of a column file");
        if (BinaryPrimitives.ReadInt32LittleEndian(head[8..]) != Version) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
        if (length is <= 0 or > LongestDirectory || length > file.Length) throw new ColumnsDamagedException(path, "its directory has no possible length");
        byte[] text = new byte[length];
        if (file.ReadAtLeast(text, length, throwOnEndOfStream: false) < length || XxHash3.HashToUInt64(text) != BinaryPrimitives.ReadUInt64LittleEndian(head[16..]))
            throw new ColumnsDamagedException(path, "its directory has another checksum");
        try
        {
            ColumnDirectory directory = JsonSerializer.Deserialize<ColumnDirectory>(text, DomainJson.Line) ?? throw new JsonException("null");
            if (directory.Blocks.Any(block => block.Offset < 0 || block.Length < 0 || block.Offset + block.Length > file.Length)) throw new ColumnsDamagedException(path, "it is shorter than it says");
            return new ParticleColumns(directory, block => Read(path, block));
        }
        catch (JsonException error)
        {
            throw new ColumnsDamagedException(path, "its directory cannot be read", error);
        }
    }

    /// <summary>Checks all blocks of a file; none of them is kept.</summary>
    /// <exception cref="ColumnsDamagedException">One has another checksum.</exception>
    public static async Task CheckAsync(string path, ColumnDirectory directory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(directory);
        byte[] buffer = new byte[1 << 20];
        FileStream file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            foreach (ColumnBlock block in directory.Blocks)
            {
                var hash = new XxHash3();
                file.Position = block.Offset;
                for (long left = block.Length; left > 0;)
                {
                    int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
                    if (read == 0) throw new ColumnsDamagedException(path, "it is shorter than it says");
                    hash.Append(buffer.AsSpan(0, read));
                    left -= read;
                }

                if (hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture) != block.Hash) throw new ColumnsDamagedException(path, $"the block {block.Name} has another checksum");
            }
        }
    }

    /// <summary>Writes a file atomically.</summary>
    /// <exception cref="IOException">The disk is full or gone; the earlier file, if any, is still there.</exception>
    public static async Task WriteAsync(string path, ParticleColumnsBuilder content, ColumnSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        IReadOnlyList<(string Name, Array Values)> arrays = content.Blocks();
        // The directory's length depends on the offsets in it: room for twenty digits each is kept, and the blocks begin behind it.
        long start = Aligned(HeadLength + JsonSerializer.SerializeToUtf8Bytes(Directory(content, source, arrays, long.MaxValue / 4), DomainJson.Line).Length);
        byte[] directory = JsonSerializer.SerializeToUtf8Bytes(Directory(content, source, arrays, start), DomainJson.Line);
        byte[] head = new byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), directory.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(16), XxHash3.HashToUInt64(directory));
        await AtomicFile.WriteAsync(path, async (stream, token) =>
        {
            await stream.WriteAsync(head, token).ConfigureAwait(false);
            await stream.WriteAsync(directory, token).ConfigureAwait(false);
            long at = HeadLength + directory.Length, due = start;
            foreach ((_, Array values) in arrays)
            {
                await stream.WriteAsync(new byte[due - at], token).ConfigureAwait(false);
                for (int part = 0; part < Bytes(values).Length; part += 1 << 20)
                    await stream.WriteAsync(Bytes(values).Slice(part, Math.Min(1 << 20, Bytes(values).Length - part)).ToArray(), token).ConfigureAwait(false);
                at = due + Bytes(values).Length;
                due = Aligned(at);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same columns without a file, for a folder that cannot be written.</summary>
    public static ParticleColumns InMemory(ParticleColumnsBuilder content, ColumnSource source)
    {
        ArgumentNullException.ThrowIfNull(content);
        IReadOnlyList<(string Name, Array Values)> arrays = content.Blocks();
        Dictionary<string, Array> byName = arrays.ToDictionary(pair => pair.Name, pair => pair.Values, StringComparer.Ordinal);
        return new ParticleColumns(Directory(content, source, arrays, 0), block => byName[block.Name]);
    }

    private static ColumnDirectory Directory(ParticleColumnsBuilder content, ColumnSource source, IReadOnlyList<(string Name, Array Values)> arrays, long start)
    {
        List<ColumnBlock> blocks = [];
        long at = start;
        foreach ((string name, Array values) in arrays)
        {
            ReadOnlySpan<byte> bytes = Bytes(values);
            blocks.Add(new ColumnBlock(name, values switch { double[] => "f64", int[] => "i32", _ => "u8" }, at, bytes.Length, Hash(bytes)));
            at = Aligned(at + bytes.Length);
        }

        return new ColumnDirectory { Rows = content.Count, Source = source, Frames = content.Frames, Blocks = blocks };
    }

    private static Array Read(string path, ColumnBlock block)
    {
        try
        {
            using FileStream file = Open(path);
            Array values = block.Type switch
            {
                "f64" => new double[block.Length / sizeof(double)],
                "i32" => new int[block.Length / sizeof(int)],
                "u8" => new byte[block.Length],
                _ => throw new ColumnsDamagedException(path, $"the block {block.Name} has the unknown type {block.Type}"),
            };
            Span<byte> bytes = values switch { double[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()), int[] rows => MemoryMarshal.AsBytes(rows.AsSpan()), _ => ((byte[])values).AsSpan() };
            file.Position = block.Offset;
            if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || Hash(bytes) != block.Hash) throw new ColumnsDamagedException(path, $"the block {block.Name} has another checksum");
            return values;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ColumnsDamagedException(path, "it is gone", error);
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.None);

    private static ReadOnlySpan<byte> Bytes(Array values) => values switch
    {
        double[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
        int[] rows => MemoryMarshal.AsBytes(rows.AsSpan()),
        _ => ((byte[])values).AsSpan(),
    };

    private static string Hash(ReadOnlySpan<byte> bytes) => XxHash3.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture);

    private static long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;
}
