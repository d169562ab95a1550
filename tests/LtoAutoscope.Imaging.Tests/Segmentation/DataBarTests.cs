using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Benchmarks;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

public sealed class DataBarTests
{
    [Theory]
    [InlineData(0, false, 40)]
    [InlineData(0, true, 40)]
    [InlineData(255, false, 40)]
    [InlineData(255, true, 60)]
    [InlineData(0, true, 20)]
    public void Picture_WithBar_EndsAboveIt(int grey, bool line, int rows)
    {
        GreyImage image = Scenes.WithDataBar(Scenes.Field(500, 400, 30), rows, (ushort)grey, line);

        Assert.InRange(DataBar.Picture(image).Height, 396, 401);
    }

    [Fact]
    public void Picture_WithoutBar_IsWhole()
    {
        Assert.Equal(400, DataBar.Picture(Scenes.Field(500, 400, 30)).Height);
        Assert.Equal(400, DataBar.Picture(new GreyImage(500, 400, 8)).Height);
    }

    [Fact]
    public void Picture_BlackSubstrateUnderParticles_IsWhole()
    {
        // Noise-free black everywhere, discs only in the upper part: no straight edge, the grey above is the same.
        var image = new GreyImage(400, 300, 8);
        for (int y = 0; y < 300; y++)
            for (int x = 0; x < 400; x++)
                if ((x % 50 - 25) * (x % 50 - 25) + (y % 50 - 25) * (y % 50 - 25) < 300 && y < 250) image[x, y] = 200;

        Assert.Equal(300, DataBar.Picture(image).Height);
    }

    /// <summary>Bars of many kinds over a noisy and a clean picture; the rate is that of <c>bench data-bar</c>, a little loosened.</summary>
    [Fact]
    public void Picture_BarsOfManyKinds_AreFoundWhereTheyEnd()
    {
        GreyImage[] pictures = [Scenes.Field(512, 384, 30), Scenes.Field(512, 384, 60, 4), Scenes.Discs(512, 384, 8, 2, (250, 300, 120), (100, 100, 150))];
        List<string> wrong = [];
        for (int seed = 0; seed < 90; seed++)
        {
            PaintedDataBar painted = PaintedDataBar.Over(pictures[seed % pictures.Length], new Random(seed));
            ImageRegion found = DataBar.Picture(painted.Image);
            if (Math.Abs(found.Y - painted.Picture.Y) > 3 || Math.Abs(found.Bottom - painted.Picture.Bottom) > 3) wrong.Add($"{painted.Kind}: {found}");
        }

        Assert.True(wrong.Count <= 4, string.Join(Environment.NewLine, wrong));
    }

    /// <summary>A dark substrate below bright particles, clipped to black as low brightness does, has no straight edge.</summary>
    [Fact]
    public void Picture_ClippedDarkSubstrateWithParticles_IsWhole()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            (double, double, double)[] discs = [.. Enumerable.Range(0, 40).Select(_ => (random.NextDouble() * 400, random.NextDouble() * 300, 10 + random.NextDouble() * 30))];
            GreyImage image = Scenes.Discs(400, 300, 8, seed, discs);
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)Math.Max(0, (image.Pixels[i] - 70) * 1.3);

            Assert.Equal(ImageRegion.Whole(400, 300), DataBar.Picture(image));
        }
    }
}
