using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Domain.Tests.Frames;

public sealed class GreyImageTests
{
    [Fact]
    public void Constructor_SizeOrDepthThatCannotBe_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GreyImage(0, 1, 8));
        Assert.Throws<ArgumentException>(() => new GreyImage(2, 2, 12));
        Assert.Throws<ArgumentException>(() => new GreyImage(2, 2, 8, new ushort[3]));
        Assert.Throws<OverflowException>(() => new GreyImage(70_000, 70_000, 8));
        Assert.Throws<ArgumentException>(() => new LabelImage(2, 2, new int[5]));
    }

    [Fact]
    public void Crop_Inside_CopiesTheRectangle()
    {
        var image = new GreyImage(4, 3, 16, [.. Enumerable.Range(0, 12).Select(i => (ushort)i)]);
        GreyImage part = image.Crop(1, 1, 2, 2);
        Assert.Equal([5, 6, 9, 10], part.Pixels.Select(value => (int)value));
        part[0, 0] = 99;
        Assert.Equal(5, image[1, 1]);
        Assert.Equal(65535, part.MaximumValue);
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(3, 0, 2, 2)]
    [InlineData(0, 2, 2, 2)]
    [InlineData(0, 0, 0, 2)]
    public void Crop_Outside_IsRefused(int x, int y, int width, int height)
        => Assert.ThrowsAny<ArgumentException>(() => new GreyImage(4, 3, 8).Crop(x, y, width, height));
}
