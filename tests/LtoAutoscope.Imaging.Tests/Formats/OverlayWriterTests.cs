using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Metrology;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Tests.Formats;

public sealed class OverlayWriterTests
{
    [Fact]
    public void Render_Particle_DrawsItsOutlineWhereItIs()
    {
        GreyImage image = Scenes.Discs(400, 300, 8, 1, (120, 100, 80));
        LabelImage labels = Shapes.Fill(400, 300, (x, y) => (x - 120) * (x - 120) + (y - 100) * (y - 100) <= 1600);

        using SKBitmap picture = SKBitmap.Decode(OverlayWriter.Render(image, ParticleMeasurer.Measure(labels, null, 5, "f"), 5, "stand-in scale"));

        Assert.Equal((400, 300), (picture.Width, picture.Height));
        Assert.True(IsCyan(picture.GetPixel(80, 100)) || IsCyan(picture.GetPixel(79, 100)));
        Assert.False(IsCyan(picture.GetPixel(120, 100)));
    }

    [Fact]
    public void Render_WithAndWithoutScale_DifferInThePlate()
    {
        var image = new GreyImage(400, 300, 8);
        byte[] with = OverlayWriter.Render(image, [], 5, null), without = OverlayWriter.Render(image, [], null, null);
        using SKBitmap a = SKBitmap.Decode(with), b = SKBitmap.Decode(without);

        Assert.True(White(a) > 300);
        Assert.InRange(White(b), 30, 3000);
        Assert.NotEqual(with, without);

        static int White(SKBitmap bitmap) => bitmap.Pixels.Skip(240 * 400).Count(p => p.Red > 220 && p.Green > 220);
    }

    [Theory]
    [InlineData(5, 1024, "1 µm", 200)]
    [InlineData(1, 1000, "200 nm", 200)]
    [InlineData(0.37, 512, "20 nm", 54.054)]
    [InlineData(50000, 1000, "10 mm", 200)]
    public void ScaleBar_AnyScale_IsRound(double pixel, int width, string text, double length)
    {
        ScaleBar bar = ScaleBar.For(pixel, width);

        Assert.Equal(text, bar.ToString());
        Assert.Equal(length, bar.LengthPx, 3);
    }

    [Fact]
    public void ToJpeg_Wide_IsMadeSmaller()
    {
        using SKBitmap picture = SKBitmap.Decode(PreviewEncoder.ToJpeg(Scenes.Field(800, 600, 30), 200));

        Assert.Equal((200, 150), (picture.Width, picture.Height));
    }

    private static bool IsCyan(SKColor colour) => colour.Blue > 180 && colour.Red < 190 && colour.Blue - colour.Red > 50;
}
