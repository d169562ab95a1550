using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Tests.Formats;

public sealed class ImageReaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-imaging-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Read_OurTiff_KeepsEverything()
    {
        Frame frame = TiffFrameCodecTests.Sample(33, 21, 16, 5);
        using var stream = new MemoryStream();
        new TiffFrameCodec().Write(frame, stream);
        string path = await Write("ours.tif", stream.ToArray());

        Frame back = ImageReader.Read(path);

        Assert.Equal(frame.Metadata, back.Metadata);
        Assert.Equal(frame.Image.Pixels, back.Image.Pixels);
    }

    [Fact]
    public async Task Read_Png_HasNoScale()
    {
        GreyImage image = Scenes.Field(90, 60, 20);
        using var stream = new MemoryStream();
        PngImage.Write(image, stream);

        Frame frame = ImageReader.Read(await Write("a.png", stream.ToArray()));

        Assert.Equal(image.Pixels, frame.Image.Pixels);
        Assert.Null(frame.Metadata.PixelSizeNm);
        Assert.Equal("a.png", frame.Metadata.FrameId);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, "a.jpg")]
    [InlineData(SKEncodedImageFormat.Webp, "a.webp")]
    [InlineData(SKEncodedImageFormat.Jpeg, "named-wrongly.png")]
    public async Task Read_Lossy_IsNearlyTheSame(SKEncodedImageFormat format, string name)
    {
        GreyImage image = Scenes.Field(90, 60, 20);
        using SKBitmap bitmap = ContrastStretch.ToBitmap(image, stretch: false, SKColorType.Rgba8888);

        Frame frame = ImageReader.Read(await Write(name, PreviewEncoder.Encode(bitmap, format, 98)));

        Assert.Equal((90, 60), (frame.Image.Width, frame.Image.Height));
        Assert.True(frame.Image.Pixels.Zip(image.Pixels).Average(p => Math.Abs(p.First - p.Second)) < 6);
    }

    [Fact]
    public async Task Read_Bmp_IsTheSame()
    {
        // A bottom-up 24-bit bitmap of 2 × 2 pixels, rows padded to 4 bytes.
        byte[] bmp = [0x42, 0x4D, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 16, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 30, 30, 40, 40, 40, 0, 0, 10, 10, 10, 20, 20, 20, 0, 0];

        Assert.Equal([10, 20, 30, 40], ImageReader.Read(await Write("a.bmp", bmp)).Image.Pixels);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image ID=\"Image:0\"><Pixels PhysicalSizeX=\"0.0042\" PhysicalSizeY=\"0.0042\" PhysicalSizeXUnit=\"µm\" PhysicalSizeYUnit=\"um\"/></Image></OME>", null, ResUnit.NONE, 4.2)]
    [InlineData("ImageJ=1.54f\nunit=nm\nspacing=1.0\n", 0.5, ResUnit.NONE, 2.0)]
    [InlineData("ImageJ=1.54f\nunit=pixel\n", 1.0, ResUnit.NONE, null)]
    [InlineData("ImageJ=1.54f\nunit=inch\n", 300.0, ResUnit.INCH, null)]
    [InlineData("ImageJ=1.54f\nunit=cm\n", 118.11, ResUnit.CENTIMETER, null)]
    [InlineData("ImageJ=1.54f\nunit=inch\n", 2.54e5, ResUnit.NONE, null)]
    [InlineData("ImageJ=1.54f\nunit=mm\n", 11.8, ResUnit.NONE, null)]
    [InlineData("ImageJ=1.54f\nunit=cm\n", 2e6, ResUnit.CENTIMETER, 5.0)]
    [InlineData(null, 2e6, ResUnit.CENTIMETER, 5.0)]
    [InlineData(null, 2.54e6, ResUnit.INCH, 10.0)]
    [InlineData(null, 300.0, ResUnit.INCH, null)]
    [InlineData(null, 72.0, ResUnit.CENTIMETER, null)]
    [InlineData(null, 2e6, ResUnit.NONE, null)]
    public async Task Read_ForeignTiff_TakesOnlyAScaleThatIsOne(string? description, double? resolution, ResUnit unit, double? expected)
    {
        string path = await Write("foreign.tif", Tiff8(tiff =>
        {
            if (description is not null) tiff.SetField(TiffTag.IMAGEDESCRIPTION, description);
            if (resolution is not double value) return;
            tiff.SetField(TiffTag.XRESOLUTION, value);
            tiff.SetField(TiffTag.YRESOLUTION, value);
            if (unit != ResUnit.NONE) tiff.SetField(TiffTag.RESOLUTIONUNIT, unit);
        }));

        double? size = ImageReader.Read(path).Metadata.PixelSizeNm;

        if (expected is double nm) Assert.Equal(nm, size!.Value, nm * 1e-5);
        else Assert.Null(size);
    }

    [Fact]
    public async Task Read_PixelsNotSquare_Refuses()
    {
        string path = await Write("oblong.tif", Tiff8(tiff =>
        {
            tiff.SetField(TiffTag.XRESOLUTION, 2e6);
            tiff.SetField(TiffTag.YRESOLUTION, 1e6);
            tiff.SetField(TiffTag.RESOLUTIONUNIT, ResUnit.CENTIMETER);
        }));

        Assert.Contains("not square", Assert.Throws<InputException>(() => ImageReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WhiteIsZero_IsTurnedRound()
    {
        string path = await Write("inverted.tif", Tiff8(tiff => tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISWHITE)));

        Assert.Equal(255, ImageReader.Read(path).Image[0, 0]);
    }

    [Fact]
    public void Read_BadFiles_SaySoAndHowToMend()
    {
        Assert.Contains("no such file", Assert.Throws<InputException>(() => ImageReader.Read(Path.Combine(folder.FullName, "missing.png"))).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ImageReader.Read(folder.FullName));
    }

    [Theory]
    [InlineData("empty.png", new byte[0], "empty")]
    [InlineData("text.tif", new byte[] { 72, 101, 108, 108, 111, 32, 119, 111, 114, 108, 100 }, "no image of a known kind")]
    [InlineData("header.tif", new byte[] { 0x49, 0x49, 42, 0, 8, 0, 0, 0 }, "TIFF")]
    [InlineData("nonsense.tif", new byte[] { 0x49, 0x49, 42, 0, 8, 0, 0, 0, 255, 255, 1, 2, 3, 4, 5 }, "TIFF")]
    public async Task Read_NoImage_NamesFileAndCause(string name, byte[] bytes, string cause)
    {
        string path = await Write(name, bytes);

        InputException e = Assert.Throws<InputException>(() => ImageReader.Read(path));

        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(cause, e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(e.Remedy);
    }

    [Fact]
    public async Task Read_TruncatedPngAndJpeg_AreInputErrors()
    {
        GreyImage image = Scenes.Field(90, 60, 20);
        using var png = new MemoryStream();
        PngImage.Write(image, png);
        byte[] jpeg = PreviewEncoder.ToJpeg(image, 90);

        foreach ((string name, byte[] bytes) in ((string, byte[])[])[("cut.png", png.ToArray()), ("cut.jpg", jpeg)])
        {
            string path = await Write(name, bytes[..(bytes.Length / 2)]);
            Assert.Throws<InputException>(() => ImageReader.Read(path));
        }
    }

    [Fact]
    public void CheckSize_TooLarge_Refuses()
        => Assert.Contains("too large", Assert.Throws<InputException>(() => ImageReader.CheckSize(100_000, 100_000, "x.tif")).Message, StringComparison.Ordinal);

    private static byte[] Tiff8(Action<Tiff> tags)
    {
        using var stream = new MemoryStream();
        using (Tiff tiff = Tiff.ClientOpen("x", "w", stream, new TiffPixels.UnownedTiffStream()))
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, 16);
            tiff.SetField(TiffTag.IMAGELENGTH, 8);
            tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
            tiff.SetField(TiffTag.ROWSPERSTRIP, 8);
            tags(tiff);
            for (int y = 0; y < 8; y++) tiff.WriteScanline(new byte[16], y);
            tiff.WriteDirectory();
        }

        return stream.ToArray();
    }

    private async Task<string> Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder.FullName, name);
        await AtomicFile.WriteAsync(path, bytes, TestContext.Current.CancellationToken);
        return path;
    }
}
