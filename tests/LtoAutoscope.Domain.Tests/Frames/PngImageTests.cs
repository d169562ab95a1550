using System.IO.Compression;
using CsCheck;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Domain.Tests.Frames;

public sealed class PngImageTests
{
    // Written by ImageMagick 6.9: 5×4 grey of 16 bits with adaptive filters; red 3×2 RGB; black, white, red with a 2-bit palette; interlaced grey.
    private const string Grey16 = "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAEEAAAAAAzyHbfAAAANUlEQVQI12Ow+KF/zqk9Uch8GYNWiW2OVonzXa0SBllHpaNi9XIGYgcYhKqlZglVS7gKVQMARuoNoMMViJQAAAAASUVORK5CYII=";
    private const string Red = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVQI12P8zwAFTDAGAwATKQEDO7FpHgAAAABJRU5ErkJggg==";
    private const string PaletteOfThree = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABAgMAAABmjvwnAAAACVBMVEUAAAD/////AADNXrecAAAACklEQVQI12OQAAAAGgAZhwbsdAAAAABJRU5ErkJggg==";
    private const string Interlaced = "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAEEAAAAAFEz0ZJAAAAO0lEQVQI1wEwAM//AC5RAEM1AFACATd/8ev0ZgFUV/gjACrWEhIBKnQJ8/cNLZnTZwLoB/+p6AfoaOgHgEUSiJwXUuUAAAAASUVORK5CYII=";

    [Fact]
    public void Read_SixteenBitGreyOfAnotherWriter_GivesItsValues()
    {
        GreyImage image = Read(Grey16);
        Assert.Equal(16, image.BitsPerPixel);
        Assert.Equal([14584, 12238, 17031, 24850, 14246, 10868, 15724, 10868, 17373, 10868, 7489, 8901, 5759, 7728, 5824, 4731, 6810, 4731, 6213, 4731], image.Pixels);
    }

    [Fact]
    public void Read_Colour_GivesLuma() => Assert.All(Read(Red).Pixels, v => Assert.Equal(76, v));

    [Fact]
    public void Read_Palette_GivesLuma() => Assert.Equal([0, 255, 76], Read(PaletteOfThree).Pixels);

    [Fact]
    public void Read_Interlaced_IsRefusedWithRemedy()
    {
        InputException e = Assert.Throws<InputException>(() => Read(Interlaced));
        Assert.Contains("interlaced", e.What, StringComparison.Ordinal);
        Assert.Equal("x.png", e.Where);
    }

    [Fact]
    public void Write_AnyImage_ReadsBackTheSame()
        => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Bool, Gen.Int).Sample((w, h, deep, seed) =>
        {
            var random = new Random(seed);
            var image = new GreyImage(w, h, deep ? 16 : 8);
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)random.Next(image.MaximumValue + 1);
            using var file = new MemoryStream();
            PngImage.Write(image, file);
            file.Position = 0;
            GreyImage back = PngImage.Read(file, "x.png");
            return back.BitsPerPixel == image.BitsPerPixel && back.Width == w && back.Pixels.AsSpan().SequenceEqual(image.Pixels);
        }, iter: 200);

    [Fact]
    public void WriteLabels_AnyMask_ReadsBackTheSame()
    {
        var labels = new LabelImage(3, 2, [0, 1, 65535, 300, 2, 0]);
        using var file = new MemoryStream();
        PngImage.WriteLabels(labels, file);
        file.Position = 0;
        Assert.Equal(labels.Labels, PngImage.ReadLabels(file, "x.png").Labels);
        Assert.Throws<ArgumentException>(() => PngImage.WriteLabels(new LabelImage(1, 1, [65536]), file));
    }

    [Fact]
    public void ReadLabels_PaletteAndColour_AreIndicesAndTwentyFourBits()
    {
        Assert.Equal([0, 1, 2], PngImage.ReadLabels(new MemoryStream(Convert.FromBase64String(PaletteOfThree)), "x.png").Labels);
        Assert.All(PngImage.ReadLabels(new MemoryStream(Convert.FromBase64String(Red)), "x.png").Labels, label => Assert.Equal(255, label));
        Assert.Equal([0x030201, 0x010101, 0, 0x00FF00], PngImage.ReadLabels(Colour([1, 2, 3, 1, 1, 1, 0, 0, 0, 0, 255, 0]), "x.png").Labels);
        Assert.Equal([7, 0, 200, 7], PngImage.ReadLabels(Colour([7, 7, 7, 0, 0, 0, 200, 200, 200, 7, 7, 7]), "x.png").Labels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_EachFilter_GivesTheValues(int filter)
    {
        const int width = 6, height = 5;
        var values = new byte[width * height];
        new Random(5).NextBytes(values);
        using var packed = new MemoryStream();
        using (var packer = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                packer.WriteByte((byte)filter);
                for (int x = 0; x < width; x++)
                {
                    int a = x > 0 ? values[y * width + x - 1] : 0, b = y > 0 ? values[(y - 1) * width + x] : 0;
                    int c = x > 0 && y > 0 ? values[(y - 1) * width + x - 1] : 0, p = a + b - c;
                    int nearest = Math.Abs(p - a) <= Math.Abs(p - b) && Math.Abs(p - a) <= Math.Abs(p - c) ? a : Math.Abs(p - b) <= Math.Abs(p - c) ? b : c;
                    int predicted = filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => nearest };
                    packer.WriteByte((byte)(values[y * width + x] - predicted));
                }
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        PngChunk.Write(file, "IHDR", [0, 0, 0, width, 0, 0, 0, height, 8, 0, 0, 0, 0]);
        PngChunk.Write(file, "IDAT", packed.ToArray());
        PngChunk.Write(file, "IEND", []);
        file.Position = 0;
        Assert.Equal(values.Select(v => (ushort)v), PngImage.Read(file, "x.png").Pixels);
    }

    [Fact]
    public void Read_AnyDamage_IsAnInputException()
    {
        byte[] good = Convert.FromBase64String(Grey16);
        for (int length = 0; length < good.Length; length++)
            Assert.Throws<InputException>(() => PngImage.Read(new MemoryStream(good[..length]), "x.png"));
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 0x15;
            Assert.Throws<InputException>(() => PngImage.Read(new MemoryStream(bad), "x.png"));
        }
    }

    /// <summary>A file of 4 × 1 pixels in colour.</summary>
    private static MemoryStream Colour(byte[] rgb)
    {
        using var packed = new MemoryStream();
        using (var packer = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            packer.WriteByte(0);
            packer.Write(rgb);
        }

        var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        PngChunk.Write(file, "IHDR", [0, 0, 0, 4, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
        PngChunk.Write(file, "IDAT", packed.ToArray());
        PngChunk.Write(file, "IEND", []);
        file.Position = 0;
        return file;
    }

    private static GreyImage Read(string base64) => PngImage.Read(new MemoryStream(Convert.FromBase64String(base64)), "x.png");
}
