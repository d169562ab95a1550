using System.Xml.Linq;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Tests.Formats;

public sealed class PyramidTiffTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-pyramid-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File1 => Path.Combine(_folder, "mosaic.ome.tif");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1301, 715, 16, false)]
    [InlineData(1301, 715, 16, true)]
    [InlineData(513, 1025, 8, false)]
    [InlineData(40, 30, 16, false)]
    public async Task WriteAsync_Picture_ReadsBackPixelForPixel(int width, int height, int bits, bool big)
    {
        ushort[] pixels = Pattern(width, height, bits);
        await WriteAsync(new PyramidTiffShape(width, height, bits, 3.125), pixels, big ? 0 : PyramidTiff.ClassicBytes);
        byte[] bytes = await File.ReadAllBytesAsync(File1, Token);
        Assert.Equal(big ? 43 : 42, bytes[2]);
        ImageFile file = ImageFile.Open(File1);
        Assert.Equal(1, file.PictureCount);
        ImagePage page = file.Read(0);
        Assert.Equal((width, height, bits), (page.Frame.Image.Width, page.Frame.Image.Height, page.Frame.Image.BitsPerPixel));
        Assert.Equal(pixels, page.Frame.Image.Pixels);
        Assert.Equal(3.125, page.Frame.Metadata.PixelSizeNm!.Value, 9);
    }

    [Fact]
    public async Task WriteAsync_Pyramid_LiesInSubIfdsAndEachLevelIsTheMeanOfTheOneAbove()
    {
        const int width = 1301, height = 715;
        ushort[] pixels = Pattern(width, height, 16);
        await WriteAsync(new PyramidTiffShape(width, height, 16, 3.125), pixels, PyramidTiff.ClassicBytes);
        TiffLayout layout = TiffLayout.Parse(await File.ReadAllBytesAsync(File1, Token), File1);
        TiffPage main = Assert.Single(layout.Pages);
        Assert.True(main.Entries[330].Count == 2);
        Assert.Equal(512, main.Integer(322));
        using Tiff tiff = Tiff.Open(File1, "r");
        (int Width, int Height)[] expected = [(651, 358), (326, 179)];
        ushort[] above = pixels;
        int aboveWidth = width, aboveHeight = height;
        for (int level = 0; level < 2; level++)
        {
            Assert.True(tiff.SetSubDirectory((long)main.Entries[330].Integer(level)!.Value));
            Assert.Equal(expected[level], (tiff.GetField(TiffTag.IMAGEWIDTH)[0].ToInt(), tiff.GetField(TiffTag.IMAGELENGTH)[0].ToInt()));
            Assert.Equal(1, tiff.GetField(TiffTag.SUBFILETYPE)[0].ToInt());
            ushort[] read = ReadTiles(tiff, expected[level].Width, expected[level].Height);
            foreach ((int x, int y) in ((int, int)[])[(0, 0), (100, 50), (expected[level].Width - 1, expected[level].Height - 1), (7, expected[level].Height - 1)])
            {
                int right = Math.Min(2 * x + 1, aboveWidth - 1), below = Math.Min(2 * y + 1, aboveHeight - 1);
                int mean = (above[2 * y * aboveWidth + 2 * x] + above[2 * y * aboveWidth + right] + above[below * aboveWidth + 2 * x] + above[below * aboveWidth + right] + 2) / 4;
                Assert.Equal(mean, read[y * expected[level].Width + x]);
            }

            (above, aboveWidth, aboveHeight) = (read, expected[level].Width, expected[level].Height);
        }
    }

    [Fact]
    public async Task WriteAsync_Cancelled_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PyramidTiff.WriteAsync(File1, new PyramidTiffShape(600, 1500, 8, null), "x", (_, count, _) =>
        {
            cancel.Cancel();
            return Task.FromResult(new ushort[600 * count]);
        }, null, cancel.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task WriteAsync_DescriptionThatIsNotAscii_IsRefused()
        => await Assert.ThrowsAsync<InputException>(() => PyramidTiff.WriteAsync(File1, new PyramidTiffShape(4, 4, 8, null), "µm", (_, count, _) => Task.FromResult(new ushort[4 * count]), null, Token));

    [Fact]
    public void Description_OfAMosaic_KeepsTheOrderOfTheSchemaAndHasUnits()
    {
        var frame = new FrameMetadata
        {
            FrameId = "a01-f0001", WidthPx = 8, HeightPx = 8, BitsPerPixel = 16, PixelSizeNm = 3.125, Vendor = "Zeiss", Instrument = "Merlin <1>", SerialNumber = "7", Detector = "InLens µ", BeamEnergyKv = 5, IsSimulated = true,
        };
        string text = OmeMosaicDescription.Write(new OmeMosaic
        {
            Name = "LTO-7, area 1", Description = "µ-sample", Shape = new PyramidTiffShape(20, 8, 16, 3.125), Centre = (12.5, -3.25), AcquiredAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), Frame = frame,
            Values = [("run", "20260304-1")], Frames = [new OmeMosaicFrame("a01-f0001", 0, 0, 8, 8, new string('a', 64), new StagePosition(1, 2, 3, 0, 0)), new OmeMosaicFrame("a01-f0002", 12, 0, 8, 8, new string('b', 64), null)],
        });
        Assert.True(System.Text.Ascii.IsValid(text));
        XElement ome = XDocument.Parse(text).Root!;
        XNamespace ns = ome.Name.Namespace;
        Assert.Equal("http://www.openmicroscopy.org/Schemas/OME/2016-06", ns.NamespaceName);
        Assert.Equal(["Instrument", "Image", "StructuredAnnotations", "ROI", "ROI"], ome.Elements().Select(element => element.Name.LocalName));
        XElement image = ome.Element(ns + "Image")!, pixels = image.Element(ns + "Pixels")!;
        Assert.Equal(["AcquisitionDate", "Description", "InstrumentRef", "StageLabel", "Pixels", "ROIRef", "ROIRef", "AnnotationRef", "AnnotationRef", "AnnotationRef"], image.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(["Channel", "TiffData", "Plane"], pixels.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(("3.125", "nm", "20", "uint16"), ((string?)pixels.Attribute("PhysicalSizeX"), (string?)pixels.Attribute("PhysicalSizeXUnit"), (string?)pixels.Attribute("SizeX"), (string?)pixels.Attribute("Type")));
        XElement plane = pixels.Element(ns + "Plane")!;
        Assert.Equal(("12.5", "mm", "-3.25", "mm"), ((string?)plane.Attribute("PositionX"), (string?)plane.Attribute("PositionXUnit"), (string?)plane.Attribute("PositionY"), (string?)plane.Attribute("PositionYUnit")));
        HashSet<string> ids = [.. ome.Descendants().Select(element => (string?)element.Attribute("ID")).OfType<string>()];
        Assert.All(ome.Descendants().Where(element => element.Name.LocalName.EndsWith("Ref", StringComparison.Ordinal)), reference => Assert.Contains((string)reference.Attribute("ID")!, ids));
        Assert.Contains(ome.Descendants(ns + "M"), pair => (string?)pair.Attribute("K") == "run" && pair.Value == "20260304-1");
        // A mosaic is no frame of ours: reading it must not bring a frame's metadata.
        Assert.Null(OmeDescription.TryParse(text)!.Metadata);
        Assert.Equal(3.125, OmeDescription.TryParse(text)!.PhysicalSizeXNm);
    }

    private Task WriteAsync(PyramidTiffShape shape, ushort[] pixels, long classicBytes)
        => PyramidTiff.WriteAsync(File1, shape, "a description that is no OME-XML", (first, count, _) => Task.FromResult(pixels[(first * shape.WidthPx)..((first + count) * shape.WidthPx)]), classicBytes, null, Token);

    private static ushort[] Pattern(int width, int height, int bits)
    {
        var random = new Random(5);
        var pixels = new ushort[width * height];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (ushort)((i % width * 37 + i / width * 101 + random.Next(60)) & (bits == 16 ? 0xFFFF : 0xFF));
        return pixels;
    }

    private static ushort[] ReadTiles(Tiff tiff, int width, int height)
    {
        var picture = new ushort[width * height];
        var tile = new byte[tiff.TileSize()];
        for (int top = 0; top < height; top += 512)
            for (int left = 0; left < width; left += 512)
            {
                Assert.True(tiff.ReadTile(tile, 0, left, top, 0, 0) > 0);
                for (int y = top; y < Math.Min(top + 512, height); y++)
                    for (int x = left; x < Math.Min(left + 512, width); x++) picture[y * width + x] = BitConverter.ToUInt16(tile, 2 * ((y - top) * 512 + x - left));
            }

        return picture;
    }
}
