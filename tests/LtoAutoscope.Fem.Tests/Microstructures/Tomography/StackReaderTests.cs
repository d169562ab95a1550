using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Fem.Microstructures.Tomography;

namespace LtoAutoscope.Fem.Tests.Microstructures.Tomography;

public sealed class StackReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-stack").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(8, Compression.NONE)]
    [InlineData(16, Compression.LZW)]
    [InlineData(32, Compression.ADOBE_DEFLATE)]
    public void Read_MultiPageTiff_GivesItsValues(int bits, Compression compression)
    {
        string path = Path.Combine(_folder, "stack.tif");
        WriteTiff(path, 6, 5, 4, bits, compression);

        var volume = StackReader.Read(path);

        Assert.Equal((6, 5, 4), (volume.SizeX, volume.SizeY, volume.SizeZ));
        Assert.Equal([.. Enumerable.Range(0, 120)], volume.Values);
    }

    [Fact]
    public void Read_FolderOfSlices_TakesThemInTheOrderOfTheirNumbers()
    {
        for (int z = 0; z < 12; z++)
        {
            using var stream = File.Create(Path.Combine(_folder, $"slice_{z}.png"));
            var image = new LabelImage(4, 4);
            Array.Fill(image.Labels, z * 300);
            PngImage.WriteLabels(image, stream);
        }

        var volume = StackReader.Read(_folder);

        Assert.Equal(12, volume.SizeZ);
        Assert.Equal(3300, volume.Values[^1]);
        Assert.Equal(600, volume.Values[2 * 16]);
    }

    [Fact]
    public void Read_RawBigEndianWithHeader_GivesItsValues()
    {
        string path = Path.Combine(_folder, "stack.raw");
        byte[] bytes = new byte[10 + (2 * 64)];
        for (int i = 0; i < 64; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10 + (2 * i)), (ushort)(i * 500));
        File.WriteAllBytes(path, bytes);

        var volume = StackReader.Read(path, RawFormat.Parse("4x4x4:u16be:10"));

        Assert.Equal(31_500, volume.Values[63]);
        var wrong = Assert.Throws<InputException>(() => StackReader.Read(path, RawFormat.Parse("4x4x5:u16be:10")));
        Assert.Contains("138", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => RawFormat.Parse("4x4:u8"));
        Assert.Throws<InputException>(() => RawFormat.Parse("4x4x4:f32"));
    }

    [Fact]
    public void Read_BadStacks_AreInputErrors()
    {
        Assert.Throws<InputException>(() => StackReader.Read(Path.Combine(_folder, "missing.tif")));
        Assert.Throws<InputException>(() => StackReader.Read(_folder));
        string text = Path.Combine(_folder, "text.tif");
        File.WriteAllText(text, "no image");
        Assert.Throws<InputException>(() => StackReader.Read(text));
        string cut = Path.Combine(_folder, "cut.tif");
        WriteTiff(cut, 40, 40, 6, 8, Compression.LZW);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..2000]);
        Assert.Throws<InputException>(() => StackReader.Read(cut));
        string flat = Path.Combine(_folder, "flat.tif");
        WriteTiff(flat, 8, 8, 1, 8, Compression.NONE);
        Assert.Throws<InputException>(() => StackReader.Read(flat));
    }

    [Theory]
    [InlineData("slice_2.png", "slice_10.png", -1)]
    [InlineData("slice_002.png", "slice_10.png", -1)]
    [InlineData("b1", "a2", 1)]
    [InlineData("a1", "a1", 0)]
    public void CompareNatural_Names_GoByTheirNumbers(string a, string b, int expected)
        => Assert.Equal(expected, Math.Sign(StackReader.CompareNatural(a, b)));

    private static void WriteTiff(string path, int width, int height, int pages, int bits, Compression compression)
    {
        using var tiff = Tiff.Open(path, "w");
        for (int page = 0, value = 0; page < pages; page++)
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, width);
            tiff.SetField(TiffTag.IMAGELENGTH, height);
            tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
            tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
            tiff.SetField(TiffTag.ROWSPERSTRIP, height);
            tiff.SetField(TiffTag.COMPRESSION, compression);
            byte[] row = new byte[width * bits / 8];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++, value++)
                {
                    if (bits == 8) row[x] = (byte)value;
                    else if (bits == 16) BinaryPrimitives.WriteUInt16LittleEndian(row.AsSpan(2 * x), (ushort)value);
                    else BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(4 * x), (uint)value);
                }

                tiff.WriteScanline(row, y);
            }

            tiff.WriteDirectory();
        }
    }
}
