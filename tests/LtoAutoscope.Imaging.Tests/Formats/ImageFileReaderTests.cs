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

    /// <summary>A file that is still being written must never pass for a frame with other pixels.</summary>
    [Fact]
    public async Task Read_TiffCutOffAnywhere_IsRefusedOrHasAllItsPixels()
    {
        Frame frame = TiffFrameCodecTests.Sample(33, 21, 16, 5);
        byte[] whole = Tiff(frame);
        int refused = 0;
        for (int length = 0; length < whole.Length; length += 23)
        {
            string path = await Write("cut.tif", whole[..length]);
            try
            {
                Assert.Equal(frame.Image.Pixels, new ImageFileReader().Read(path).Pixels);
            }
            catch (InputException refusal)
            {
                Assert.Contains("cut.tif", refusal.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > whole.Length / 23 / 2, $"{refused} refused");
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
