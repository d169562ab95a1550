using LtoAutoscope.Domain.Frames;
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
}
