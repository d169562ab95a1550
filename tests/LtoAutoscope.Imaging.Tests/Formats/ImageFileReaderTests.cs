using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Tests.Formats;

public sealed class ImageFileReaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-imaging-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Read_Tiff_GivesItsPixels(int bits)
    {
        Frame frame = TiffFrameCodecTests.Sample(33, 21, bits, 5);
        GreyImage image = new ImageFileReader().Read(await Write("a.tif", Tiff(frame)));
        Assert.Equal((33, 21, bits), (image.Width, image.Height, image.BitsPerPixel));
        Assert.Equal(frame.Image.Pixels, image.Pixels);
    }

    [Fact]
    public async Task Read_TiffCutOffAnywhere_IsRefusedWithItsName()
    {
        byte[] whole = Tiff(TiffFrameCodecTests.Sample(33, 21, 16, 5));
        foreach (double part in (double[])[0, 0.01, 0.3, 0.6, 0.9])
        {
            string path = await Write("cut.tif", whole[..(int)(whole.Length * part)]);
            InputException refused = Assert.Throws<InputException>(() => new ImageFileReader().Read(path));
            Assert.Contains("cut.tif", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_Garbage_IsRefused()
    {
        string path = await Write("noise.tif", [.. Enumerable.Range(0, 500).Select(i => (byte)(i * 37))]);
        Assert.Throws<InputException>(() => new ImageFileReader().Read(path));
        Assert.Throws<InputException>(() => new ImageFileReader().Read(path + ".gone"));
    }

    private static byte[] Tiff(Frame frame)
    {
        using var stream = new MemoryStream();
        new TiffFrameCodec().Write(frame, stream);
        return stream.ToArray();
    }

    private async Task<string> Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder.FullName, name);
        await AtomicFile.WriteAsync(path, bytes, TestContext.Current.CancellationToken);
        return path;
    }
}
