using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>One directory (IFD) of a TIFF: its fields, and where it lies.</summary>
/// <param name="Offset">Where the directory begins in the file.</param>
/// <param name="Entries">Its fields; of a tag that stands twice the first counts.</param>
internal sealed record TiffPage(long Offset, IReadOnlyDictionary<ushort, TiffEntry> Entries)
{
    private const ushort NewSubfileType = 254, OldSubfileType = 255, OldReducedImage = 2;
    private const ulong ReducedImage = 1, Mask = 4;

    /// <summary>Width in pixels; 0 where it is not told.</summary>
    internal long Width => Integer(256) ?? 0;

    /// <summary>Height in pixels; 0 where it is not told.</summary>
    internal long Height => Integer(257) ?? 0;

    /// <summary>Whether the page is a picture of its own, not a thumbnail, a lower resolution of another page or a mask.</summary>
    internal bool IsPicture => Entries.ContainsKey(256)
        && ((ulong)(Integer(NewSubfileType) ?? 0) & (ReducedImage | Mask)) == 0 && Integer(OldSubfileType) != OldReducedImage;

    /// <summary>The first value of an integer field; null where it is missing or not readable.</summary>
    internal long? Integer(ushort tag) => Entries.TryGetValue(tag, out TiffEntry entry) && entry.Integer() is ulong value and <= long.MaxValue ? (long)value : null;

    /// <summary>The first value of a number field; null where it is missing or not readable.</summary>
    internal double? Number(ushort tag) => Entries.TryGetValue(tag, out TiffEntry entry) ? entry.Number() : null;

    /// <summary>A text field, whatever its declared type (makers store text as ASCII, BYTE and UNDEFINED); null where it is missing.</summary>
    internal string? Text(ushort tag) => Bytes(tag) is { } bytes ? VendorText.Decode(bytes.Span) : null;

    /// <summary>The bytes of a field; null where it is missing or lies outside the file.</summary>
    internal ReadOnlyMemory<byte>? Bytes(ushort tag) => Entries.TryGetValue(tag, out TiffEntry entry) && entry.Data.Length > 0 ? entry.Data : null;
}
