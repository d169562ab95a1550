using System.Buffers.Binary;
using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// The directories of a TIFF or BigTIFF, read and checked before any decoder sees the file: pages in a circle, directories and values outside the file and
/// claims that no file could keep end here.
/// </summary>
/// <remarks>Source: Adobe TIFF 6.0 (1992), section 2; BigTIFF, AWare Systems (2004).</remarks>
internal sealed class TiffLayout
{
    private const int MostPages = 10_000, MostEntries = 4096;

    /// <summary>What a decoder of pixels needs; everything else is kept from it.</summary>
    private static readonly HashSet<ushort> DecoderTags =
    [
        256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325, 338, 339, 347, 529, 530, 531, 532,
    ];

    private readonly byte[] bytes;
    private readonly string name;
    private readonly bool isBigEndian, isBig;

    private TiffLayout(byte[] bytes, string name)
    {
        this.bytes = bytes;
        this.name = name;
        isBigEndian = bytes[0] == 'M';
        isBig = bytes[isBigEndian ? 3 : 2] == 43;
        Pages = ReadPages();
    }

    /// <summary>All directories of the main chain, thumbnails included; at least one.</summary>
    internal IReadOnlyList<TiffPage> Pages { get; }

    /// <summary>Whether the link behind the last page that could be read leads nowhere.</summary>
    internal bool EndsInRubbish { get; private set; }

    private int EntrySize => isBig ? 20 : 12;

    /// <summary>Whether the bytes begin like a TIFF.</summary>
    internal static bool IsTiff(ReadOnlySpan<byte> bytes)
        => bytes.Length > 8 && ((bytes[0] == 'I' && bytes[1] == 'I' && bytes[2] is 42 or 43 && bytes[3] == 0)
            || (bytes[0] == 'M' && bytes[1] == 'M' && bytes[2] == 0 && bytes[3] is 42 or 43));

    /// <summary>Reads all directories.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InputException">No directory, pages in a circle, or a directory that lies outside the file.</exception>
    internal static TiffLayout Parse(byte[] bytes, string name) => IsTiff(bytes)
        ? new TiffLayout(bytes, name)
        : throw new InputException("The file is no readable TIFF (its header is damaged)", name, "Give the file as the microscope wrote it");

    /// <summary>
    /// Rewrites, in the bytes, one directory so that a decoder finds this page alone and only the fields it needs; what was read of the other fields stays readable.
    /// </summary>
    /// <exception cref="InputException">A field that the decoder needs lies outside the file.</exception>
    internal void Isolate(TiffPage page)
    {
        int position = (int)page.Offset + (isBig ? 8 : 2);
        int count = 0;
        List<byte[]> kept = [];
        int claimed = (int)(Unsigned(page.Offset, isBig ? 8 : 2) ?? 0);
        if (claimed > MostEntries || position + (long)claimed * EntrySize > bytes.Length) throw Damaged("two of its directories overlap");
        HashSet<ushort> seen = [];
        for (int i = 0; i < claimed; i++)
        {
            ReadOnlySpan<byte> raw = bytes.AsSpan(position + i * EntrySize, EntrySize);
            ushort tag = (ushort)Unsigned(position + i * EntrySize, 2)!.Value;
            if (!DecoderTags.Contains(tag) || !seen.Add(tag)) continue;
            if (!page.Entries.TryGetValue(tag, out TiffEntry entry) || !entry.IsWhole || entry.Count == 0)
                throw Damaged(string.Create(CultureInfo.InvariantCulture, $"its field {tag} claims values that lie outside the file"));
            kept.Add(raw.ToArray());
        }

        kept.Sort((a, b) => Tag(a).CompareTo(Tag(b)));
        foreach (byte[] entry in kept) entry.CopyTo(bytes, position + count++ * EntrySize);
        Put(page.Offset, (ulong)count, isBig ? 8 : 2);
        Put(position + (long)count * EntrySize, 0, isBig ? 8 : 4);
        Put(isBig ? 8 : 4, (ulong)page.Offset, isBig ? 8 : 4);
    }

    private ushort Tag(byte[] entry) => isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(entry) : BinaryPrimitives.ReadUInt16LittleEndian(entry);

    private List<TiffPage> ReadPages()
    {
        List<TiffPage> pages = [];
        HashSet<long> visited = [];
        long? offset = (long?)Unsigned(isBig ? 8 : 4, isBig ? 8 : 4);
        while (offset is not (null or 0))
        {
            if (!visited.Add(offset.Value)) throw Damaged("its pages go round in a circle");
            if (pages.Count == MostPages) throw Damaged(string.Create(CultureInfo.InvariantCulture, $"it has more than {MostPages} pages"));
            try
            {
                (TiffPage page, offset) = ReadPage(offset.Value);
                pages.Add(page);
            }
            catch (InputException) when (pages.Count > 0)
            {
                // Some makers leave rubbish in the last link; what came before is whole.
                EndsInRubbish = true;
                break;
            }
        }

        return pages.Count > 0 ? pages : throw Damaged("it has no page");
    }

    private (TiffPage Page, long? Next) ReadPage(long offset)
    {
        long count = Unsigned(offset, isBig ? 8 : 2) is ulong told and <= MostEntries
            ? (long)told
            : throw Damaged("a directory lies outside the file or claims too many fields");
        long first = offset + (isBig ? 8 : 2), end = first + count * EntrySize;
        if (count == 0 || end > bytes.Length) throw Damaged("a directory reaches past the end of the file");
        var entries = new Dictionary<ushort, TiffEntry>();
        for (long at = first; at < end; at += EntrySize)
        {
            TiffEntry entry = ReadEntry(at);
            entries.TryAdd(entry.Tag, entry);
        }

        return (new TiffPage(offset, entries), (long?)Unsigned(end, isBig ? 8 : 4));
    }

    private TiffEntry ReadEntry(long at)
    {
        ushort tag = (ushort)Unsigned(at, 2)!.Value, type = (ushort)Unsigned(at + 2, 2)!.Value;
        int width = isBig ? 8 : 4;
        ulong count = Unsigned(at + 4, width) ?? ulong.MaxValue;
        long place = at + 4 + width;
        int size = TiffEntry.SizeOf(type);
        if (size == 0 || count > (ulong)bytes.Length) return new TiffEntry(tag, type, count, default, isBigEndian);
        long length = (long)count * size;

        // Small values stand in the entry itself and are copied, because an isolated directory moves its entries.
        if (length <= width) return new TiffEntry(tag, type, count, bytes.AsSpan((int)place, (int)length).ToArray(), isBigEndian);
        ulong target = Unsigned(place, width) ?? ulong.MaxValue;
        return new TiffEntry(tag, type, count, target <= (ulong)(bytes.Length - Math.Min(length, bytes.Length)) && length <= bytes.Length
            ? bytes.AsMemory((int)target, (int)length) : default, isBigEndian);
    }

    /// <summary>An unsigned number in the file; null where it would lie outside.</summary>
    private ulong? Unsigned(long at, int size)
    {
        if (at < 0 || at + size > bytes.Length) return null;
        ReadOnlySpan<byte> span = bytes.AsSpan((int)at, size);
        ulong value = 0;
        for (int i = 0; i < size; i++) value = value << 8 | span[isBigEndian ? i : size - 1 - i];
        return value > long.MaxValue ? null : value;
    }

    private void Put(long at, ulong value, int size)
    {
        if (at + size > bytes.Length) return;
        Span<byte> span = bytes.AsSpan((int)at, size);
        for (int i = 0; i < size; i++) span[isBigEndian ? size - 1 - i : i] = (byte)(value >> 8 * i);
    }

    private InputException Damaged(string why) => new($"The TIFF is damaged ({why})", name, "Copy the file again from the microscope");
}
