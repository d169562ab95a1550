using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>
/// Reads stacks of images: a TIFF with one page a slice, a folder of TIFF or PNG slices in the order of the numbers in their names, or raw voxels.
/// </summary>
public static class StackReader
{
    /// <summary>Reads.</summary>
    /// <param name="path">A <c>.tif</c>/<c>.tiff</c>, a folder, or a raw file.</param>
    /// <param name="raw">The layout of a raw file; null for images.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">The file is missing, damaged, or of a kind that is not read; the message says what to do.</exception>
    public static LabelVolume Read(string path, RawFormat? raw = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (raw is not null) return Raw(path, raw);
        if (Directory.Exists(path)) return Folder(path, cancellationToken);
        if (!File.Exists(path)) throw new InputException("there is no such file or folder", path, "Give a multi-page TIFF, a folder of slices, or a raw file with its layout");
        if (!IsTiff(path)) throw new InputException("a stack is a multi-page TIFF, a folder of slices, or a raw file", path, "Give a .tif, a folder, or describe the raw file (--raw 200x200x150:u8)");
        var slices = Tiff(path, cancellationToken);
        return Stack(slices, path);
    }

    private static LabelVolume Folder(string path, CancellationToken cancellationToken)
    {
        string[] files = [.. Directory.EnumerateFiles(path).Where(f => IsTiff(f) || Path.GetExtension(f).Equals(".png", StringComparison.OrdinalIgnoreCase))];
        if (files.Length == 0) throw new InputException("the folder holds no TIFF and no PNG", path, "Put one image a slice into it");
        Array.Sort(files, (a, b) => CompareNatural(Path.GetFileName(a), Path.GetFileName(b)));
        var slices = new List<Slice>();
        foreach (string file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsTiff(file))
            {
                var pages = Tiff(file, cancellationToken);
                if (pages.Count != 1) throw new InputException($"a slice has {pages.Count} pages", file, "Give either one stack or one image a slice");
                slices.Add(pages[0]);
            }
            else
            {
                using var stream = File.OpenRead(file);
                var image = PngImage.ReadLabels(stream, file);
                slices.Add(new Slice(image.Width, image.Height, image.Labels, file));
            }

            if (slices[^1].Width != slices[0].Width || slices[^1].Height != slices[0].Height)
            {
                throw new InputException(
                    $"the slice has {slices[^1].Width} × {slices[^1].Height} pixels, the first one {slices[0].Width} × {slices[0].Height}", file, "Give slices of one size");
            }
        }

        return Stack(slices, path);
    }

    private static LabelVolume Stack(List<Slice> slices, string name)
    {
        int width = slices[0].Width, height = slices[0].Height;
        LabelVolume.CheckSize(width, height, slices.Count, name);
        var values = new int[width * height * slices.Count];
        for (int z = 0; z < slices.Count; z++)
        {
            if (slices[z].Width != width || slices[z].Height != height)
                throw new InputException($"slice {z + 1} has {slices[z].Width} × {slices[z].Height} pixels, the first one {width} × {height}", name, "Give slices of one size");
            slices[z].Values.CopyTo(values, (long)z * width * height);
        }

        return new LabelVolume(width, height, slices.Count, values, name);
    }

    private static List<Slice> Tiff(string path, CancellationToken cancellationToken)
    {
        TiffComplaints.Install();
        using Tiff tiff = BitMiracle.LibTiff.Classic.Tiff.Open(path, "r") ?? throw Damaged(path, TiffComplaints.Take("it is no TIFF"));
        var slices = new List<Slice>();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            slices.Add(Page(tiff, path, slices.Count + 1));
            LabelVolume.CheckSize(Math.Max(4, slices[0].Width), Math.Max(4, slices[0].Height), Math.Max(4, slices.Count), path);
        }
        while (tiff.ReadDirectory());
        string complaint = TiffComplaints.Take("");
        return complaint.Length == 0 ? slices : throw Damaged(path, complaint);
    }

    private static Slice Page(Tiff tiff, string path, int number)
    {
        int width = Field(tiff, TiffTag.IMAGEWIDTH, 0), height = Field(tiff, TiffTag.IMAGELENGTH, 0), bits = Field(tiff, TiffTag.BITSPERSAMPLE, 1);
        int samples = Field(tiff, TiffTag.SAMPLESPERPIXEL, 1), format = Field(tiff, TiffTag.SAMPLEFORMAT, 1);
        if (width < 1 || height < 1 || (long)width * height > LabelVolume.MaximumVoxels) throw Damaged(path, $"page {number} has {width} × {height} pixels");
        if (samples != 1) throw new InputException($"page {number} is in colour", path, "Give grey pages whose values are the labels");
        if (format == 3) throw new InputException($"page {number} holds floating-point values", path, "Convert the labels to 8, 16 or 32 bits");
        if (bits is not (1 or 8 or 16 or 32)) throw new InputException($"page {number} has {bits} bits a pixel", path, "Convert the labels to 8, 16 or 32 bits");
        if (tiff.IsTiled()) throw new InputException($"page {number} is stored in tiles", path, "Save it in strips, as Fiji does");
        var values = new int[width * height];
        byte[] row = new byte[tiff.ScanlineSize()];
        for (int y = 0; y < height; y++)
        {
            if (!tiff.ReadScanline(row, y)) throw Damaged(path, TiffComplaints.Take($"page {number} ends at row {y + 1}"));
            for (int x = 0; x < width; x++)
            {
                values[(y * width) + x] = bits switch
                {
                    1 => (row[x >> 3] >> (7 - (x & 7))) & 1,
                    8 => row[x],
                    16 => BitConverter.ToUInt16(row, 2 * x),
                    _ => Whole(BitConverter.ToUInt32(row, 4 * x), path),
                };
            }
        }

        // White is zero: a mask that is stored inverted.
        if (Field(tiff, TiffTag.PHOTOMETRIC, 1) == 0 && bits <= 8)
        {
            for (int i = 0; i < values.Length; i++) values[i] = (bits == 1 ? 1 : 255) - values[i];
        }

        return new Slice(width, height, values, path);
    }

    private static LabelVolume Raw(string path, RawFormat raw)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path, "Give the raw file");
        LabelVolume.CheckSize(raw.SizeX, raw.SizeY, raw.SizeZ, path);
        int count = raw.SizeX * raw.SizeY * raw.SizeZ;
        long wanted = raw.HeaderBytes + ((long)count * raw.BytesAVoxel), length = new FileInfo(path).Length;
        if (length != wanted)
        {
            throw new InputException(
                $"the file has {length} bytes, but {raw.SizeX} × {raw.SizeY} × {raw.SizeZ} voxels of {raw.BytesAVoxel} bytes after a header of {raw.HeaderBytes} need {wanted}",
                path, "Check dimensions, type and header");
        }

        var values = new int[count];
        using var stream = File.OpenRead(path);
        stream.Position = raw.HeaderBytes;
        byte[] slice = new byte[raw.SizeX * raw.SizeY * raw.BytesAVoxel];
        for (int z = 0, i = 0; z < raw.SizeZ; z++)
        {
            stream.ReadExactly(slice);
            for (int k = 0; k < raw.SizeX * raw.SizeY; k++, i++)
            {
                var at = slice.AsSpan(k * raw.BytesAVoxel);
                values[i] = raw.BytesAVoxel switch
                {
                    1 => at[0],
                    2 => raw.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
                    _ => Whole(raw.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at), path),
                };
            }
        }

        return new LabelVolume(raw.SizeX, raw.SizeY, raw.SizeZ, values, path);
    }

    private static int Whole(uint value, string path)
        => value <= int.MaxValue ? (int)value : throw new InputException($"a label of {value} is too large", path, "Check type and byte order");

    private static int Field(Tiff tiff, TiffTag tag, int otherwise) => tiff.GetField(tag) is { Length: > 0 } values ? values[0].ToInt() : otherwise;

    private static bool IsTiff(string path) => Path.GetExtension(path).ToLowerInvariant() is ".tif" or ".tiff";

    private static InputException Damaged(string path, string why) => new($"the TIFF cannot be read ({why})", path, "Save the stack again");

    /// <summary>Compares names so that <c>slice_2</c> comes before <c>slice_10</c>.</summary>
    internal static int CompareNatural(string a, string b)
    {
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                int i0 = i, j0 = j;
                while (i < a.Length && char.IsAsciiDigit(a[i])) i++;
                while (j < b.Length && char.IsAsciiDigit(b[j])) j++;
                string x = a[i0..i].TrimStart('0'), y = b[j0..j].TrimStart('0');
                int order = x.Length != y.Length ? x.Length.CompareTo(y.Length) : string.CompareOrdinal(x, y);
                if (order != 0) return order;
                continue;
            }

            int letters = char.ToUpperInvariant(a[i]).CompareTo(char.ToUpperInvariant(b[j]));
            if (letters != 0) return letters;
            i++;
            j++;
        }

        int rest = (a.Length - i).CompareTo(b.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(a, b);
    }

    private sealed record Slice(int Width, int Height, int[] Values, string Name);

    private sealed class TiffComplaints : TiffErrorHandler
    {
        [ThreadStatic]
        private static string? last;

        internal static void Install()
        {
            BitMiracle.LibTiff.Classic.Tiff.SetErrorHandler(new TiffComplaints());
            last = null;
        }

        internal static string Take(string otherwise)
        {
            string text = last ?? otherwise;
            last = null;
            return text;
        }

        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) => last = $"{method}: {format}";

        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }
    }
}
