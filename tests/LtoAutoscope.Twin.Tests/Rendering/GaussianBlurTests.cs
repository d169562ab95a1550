using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Tests.Rendering;

public sealed class GaussianBlurTests
{
    private const int Width = 141, Height = 121;

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(40, 0, 25)]
    [InlineData(120, 0, 9)]
    [InlineData(20, 9, 14)]
    [InlineData(12, -8, 30)]
    [InlineData(4, 1.5, 2)]
    public void Apply_Point_HasTheCovarianceAskedFor(double xx, double xy, double yy)
    {
        var image = new float[Width * Height];
        image[Height / 2 * Width + Width / 2] = 1;
        GaussianBlur.Apply(image, Width, Height, xx, xy, yy);
        double sum = 0, sxx = 0, sxy = 0, syy = 0;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double v = image[y * Width + x], dx = x - Width / 2, dy = y - Height / 2;
                sum += v;
                sxx += v * dx * dx;
                sxy += v * dx * dy;
                syy += v * dy * dy;
            }
        }

        Assert.Equal(1, sum, 1e-3);
        Assert.Equal(xx, sxx, 0.3 + 0.05 * xx);
        Assert.Equal(xy, sxy, 0.3 + 0.05 * Math.Abs(xy));
        Assert.Equal(yy, syy, 0.3 + 0.05 * yy);
    }

    [Theory]
    [InlineData(2, 1, 3)]
    [InlineData(50, 0, 50)]
    public void Apply_Constant_StaysConstant(double xx, double xy, double yy)
    {
        var image = new float[Width * Height];
        Array.Fill(image, 0.7f);
        GaussianBlur.Apply(image, Width, Height, xx, xy, yy);
        Assert.All(image, v => Assert.Equal(0.7, v, 1e-3));
    }
}
