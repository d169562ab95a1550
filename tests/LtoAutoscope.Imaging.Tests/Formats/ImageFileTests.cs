using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Tests.Formats;

public sealed class ImageFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-files-");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string, byte[], int> Kinds() => new()
    {
        { "8 bit", TestTiff.Simple(), 8 },
        { "16 bit", TestTiff.Write("w", t => TestTiff.GreyPage(t, 16)), 16 },
        { "big endian", TestTiff.Write("wb", t => TestTiff.GreyPage(t, 16)), 16 },
        { "big endian LZW", TestTiff.Write("wb", t => TestTiff.GreyPage(t, 16, compression: Compression.LZW)), 16 },
        { "LZW with predictor", TestTiff.Write("w", t => TestTiff.GreyPage(t, 8, x => x.SetField(TiffTag.PREDICTOR, Predictor.HORIZONTAL), Compression.LZW)), 8 },
        { "PackBits", TestTiff.Write("w", t => TestTiff.GreyPage(t, 8, compression: Compression.PACKBITS)), 8 },
        { "Deflate", TestTiff.Write("w", t => TestTiff.GreyPage(t, 16, compression: Compression.ADOBE_DEFLATE)), 16 },
        { "tiles", TestTiff.Write("w", t => TestTiff.TiledPage(t, 8, Compression.NONE)), 8 },
        { "16-bit LZW tiles", TestTiff.Write("w", t => TestTiff.TiledPage(t, 16, Compression.LZW)), 16 },
        { "colour", TestTiff.Write("w", TestTiff.ColourPage), 8 },
        { "palette", TestTiff.Write("w", t => TestTiff.PalettePage(t, false)), 8 },
        { "palette with 8-bit map", TestTiff.Write("w", t => TestTiff.PalettePage(t, true)), 8 },
        { "BigTIFF", Big(), 8 },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public async Task Read_AnyKind_GivesTheSamePicture(string kind, byte[] bytes, int bits)
    {
        GreyImage image = ImageReader.Read(await Write("a.tif", bytes)).Image;

        Assert.Equal((TestTiff.Width, TestTiff.Height, bits), (image.Width, image.Height, image.BitsPerPixel));
        int unit = bits == 16 ? 257 : 1;
        for (int y = 0; y < image.Height; y++)
            for (int x = 0; x < image.Width; x++) Assert.True(image[x, y] == TestTiff.Grey(x, y) * unit, $"{kind} at {x}, {y}: {image[x, y]}");
    }

    [Fact]
    public async Task Read_Float_IsRefusedByName()
    {
        byte[] bytes = TestTiff.Write("w", tiff =>
        {
            foreach ((TiffTag tag, int value) in ((TiffTag, int)[])[(TiffTag.IMAGEWIDTH, 4), (TiffTag.IMAGELENGTH, 2), (TiffTag.BITSPERSAMPLE, 32), (TiffTag.SAMPLESPERPIXEL, 1), (TiffTag.ROWSPERSTRIP, 2)]) tiff.SetField(tag, value);
            tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.IEEEFP);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
            for (int y = 0; y < 2; y++) tiff.WriteScanline(new byte[16], y);
        });

        string path = await Write("float.tif", bytes);

        Assert.Contains("32-bit float", Assert.Throws<InputException>(() => ImageReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ThumbnailsAndMasks_AreNoPictures()
    {
        ImageFile file = ImageFile.Open(await Write("many.tif", TestTiff.Write("w",
            t => TestTiff.GreyPage(t, 8),
            t => TestTiff.GreyPage(t, 8, x => x.SetField(TiffTag.SUBFILETYPE, FileType.REDUCEDIMAGE), add: 50),
            t => TestTiff.GreyPage(t, 16, add: 9),
            t => TestTiff.GreyPage(t, 8, x => x.SetField(TiffTag.SUBFILETYPE, FileType.MASK)))));

        Assert.Equal(2, file.PictureCount);
        Frame second = file.Read(1).Frame, first = file.Read(0).Frame;
        Assert.Equal(("many_page1.tif", "many_page2.tif"), (first.Metadata.FrameId, second.Metadata.FrameId));
        Assert.Equal(TestTiff.Grey(5, 6), first.Image[5, 6]);
        Assert.Equal((TestTiff.Grey(5, 6) + 9) * 257, second.Image[5, 6]);
    }

    [Fact]
    public async Task Open_PagesInACircle_Refuses()
    {
        byte[] bytes = TestTiff.Simple();
        uint directory = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((int)directory));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)directory + 2 + 12 * count), directory);
        string path = await Write("circle.tif", bytes);

        Assert.Contains("circle", Assert.Throws<InputException>(() => ImageFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256, 16_000u)]
    [InlineData(257, 16_000u)]
    [InlineData(273, 0xFFFF_FF00u)]
    [InlineData(256, 0u)]
    [InlineData(257, 0xFFFF_FFFFu)]
    public async Task Read_TagThatLies_Refuses(int tag, uint value)
    {
        foreach (Compression compression in (Compression[])[Compression.NONE, Compression.LZW])
        {
            byte[] bytes = TestTiff.Write("w", t => TestTiff.GreyPage(t, 8, compression: compression, rowsPerStrip: TestTiff.Height));
            int at = EntryOf(bytes, tag);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 2), 4);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 8), value);
            string path = await Write("lie.tif", bytes);

            Assert.NotEmpty(Assert.Throws<InputException>(() => ImageReader.Read(path)).Remedy);
        }
    }

    [Fact]
    public async Task Read_VendorTagThatClaimsTooMuch_KeepsThePicture()
    {
        byte[] bytes = TestTiff.Simple(t => TestTiff.Vendor(t, 34118, new string('x', 100)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(EntryOf(bytes, 34118) + 4), 0x7FFF_FFFF);

        Assert.Equal(TestTiff.Grey(1, 1), ImageReader.Read(await Write("lie.tif", bytes)).Image[1, 1]);
    }

    [Fact]
    public async Task Read_PngBomb_RefusesBeforeItTakesMemory()
    {
        byte[] bomb = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x3F, 0xFF, 0, 0, 0x3F, 0xFF, 16, 0, 0, 0, 0, 1, 2, 3, 4];
        string path = await Write("bomb.png", bomb);

        Assert.Contains("too short", Assert.Throws<InputException>(() => ImageReader.Read(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever bytes are changed or cut: a picture or a clear refusal, nothing else, and soon.</summary>
    [Fact]
    public async Task Read_MutatedFiles_AreReadOrRefused()
    {
        byte[][] seeds =
        [
            TestTiff.Simple(t => TestTiff.Vendor(t, 34118, "AP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 2 nm\r\n")), TestTiff.Write("wb", t => TestTiff.GreyPage(t, 16, compression: Compression.LZW)),
            TestTiff.Write("w", t => TestTiff.TiledPage(t, 8, Compression.PACKBITS)), TestTiff.Write("w", t => TestTiff.PalettePage(t, false)), TestTiff.Write("w", TestTiff.ColourPage),
            TestTiff.Write("w", t => TestTiff.GreyPage(t, 16, compression: Compression.ADOBE_DEFLATE), t => TestTiff.GreyPage(t, 8)), Big(),
        ];
        var random = new Random(5);
        int read = 0, refused = 0;
        string path = Path.Combine(folder.FullName, "fuzz.tif");
        for (int i = 0; i < 1400; i++)
        {
            byte[] bytes = (byte[])seeds[i % seeds.Length].Clone();
            int directory = Math.Min(bytes.Length - 1, (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) & 0xFFFFFF);
            for (int k = random.Next(1, 6); k > 0; k--)
            {
                int at = random.Next(3) == 0 ? random.Next(bytes.Length) : Math.Min(bytes.Length - 1, directory + random.Next(180));
                bytes[at] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }

            if (random.Next(5) == 0) bytes = bytes[..random.Next(1, bytes.Length)];
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
            try
            {
                ImageFile file = ImageFile.Open(path);
                for (int page = 0; page < Math.Min(3, file.PictureCount); page++) file.Read(page);
                read++;
            }
            catch (InputException refusal)
            {
                Assert.NotEmpty(refusal.Remedy);
                refused++;
            }
        }

        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused");
    }

    /// <summary>A BigTIFF of one strip, by hand, because not every LibTiff writes them.</summary>
    private static byte[] Big()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("II"u8);
        foreach (ushort word in (ushort[])[43, 8, 0]) writer.Write(word);
        writer.Write(16L + TestTiff.Width * TestTiff.Height);
        for (int y = 0; y < TestTiff.Height; y++)
            for (int x = 0; x < TestTiff.Width; x++) writer.Write((byte)TestTiff.Grey(x, y));
        (ushort Tag, long Value)[] tags = [(256, TestTiff.Width), (257, TestTiff.Height), (258, 8), (259, 1), (262, 1), (273, 16), (277, 1), (278, TestTiff.Height), (279, TestTiff.Width * TestTiff.Height)];
        writer.Write((long)tags.Length);
        foreach ((ushort tag, long value) in tags)
        {
            writer.Write(tag);
            writer.Write((ushort)16);
            writer.Write(1L);
            writer.Write(value);
        }

        writer.Write(0L);
        return stream.ToArray();
    }

    private static int EntryOf(byte[] bytes, int tag)
    {
        int directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)), count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(directory));
        return Enumerable.Range(0, count).Select(i => directory + 2 + 12 * i).First(at => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)) == tag);
    }

    private async Task<string> Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder.FullName, name);
        await AtomicFile.WriteAsync(path, bytes, TestContext.Current.CancellationToken);
        return path;
    }
}
