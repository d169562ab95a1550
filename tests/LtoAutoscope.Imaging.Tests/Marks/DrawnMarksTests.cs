using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Marks;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Tests.Marks;

public sealed class DrawnMarksTests
{
    [Theory]
    [InlineData(255, true)]
    [InlineData(0, true)]
    [InlineData(255, false)]
    public void Of_WordAndBar_ArePaintedOver(int ink, bool smooth)
    {
        GreyImage clean = Picture(ink), marked = Draw(clean, (canvas, pen, font) =>
        {
            canvas.DrawText("200 nm", 440, 400, SKTextAlign.Left, font, pen);
            canvas.DrawRect(430, 410, 120, 5, pen);
        }, ink, smooth);

        PictureContent content = PictureContent.Of(marked);

        Assert.NotNull(content.Marks);
        int changed = 0, left = 0;
        for (int i = 0; i < clean.Pixels.Length; i++)
        {
            if (Math.Abs(clean.Pixels[i] - marked.Pixels[i]) < 60) continue;
            changed++;
            if (!content.Marks![i]) left++;
        }

        Assert.True(left < 0.05 * changed, $"{left} of {changed} drawn pixels were missed");
        Assert.True(content.Marks!.Count(static m => m) < 4 * changed);
        Assert.InRange(content.Pixels.Pixels.Where((_, i) => content.Marks[i]).Average(static v => v), 30, 225);
    }

    [Fact]
    public void Of_BoxWithLabel_IsPaintedOver()
    {
        GreyImage marked = Draw(Scenes.Field(600, 450, 40), (canvas, pen, font) =>
        {
            canvas.DrawRect(400, 380, 180, 50, pen);
            using var dark = new SKPaint { Color = SKColors.Black };
            canvas.DrawText("1 um", 450, 405, SKTextAlign.Left, font, dark);
            canvas.DrawRect(420, 412, 140, 6, dark);
        }, 255, true);

        bool[] marks = PictureContent.Of(marked).Marks!;

        Assert.True(marks[405 * 600 + 490] && marks[385 * 600 + 405] && marks[425 * 600 + 575]);
        Assert.False(marks[350 * 600 + 490] || marks[405 * 600 + 380]);
    }

    [Fact]
    public void Of_SaturatedParticles_AreNoMarks()
    {
        GreyImage image = Scenes.Field(600, 450, 30);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)Math.Min(255, image.Pixels[i] * 1.5);

        Assert.Null(PictureContent.Of(image).Marks);
    }

    [Theory]
    [InlineData(false, 255)]
    [InlineData(true, 255)]
    [InlineData(true, 0)]
    public void Find_ScaleBar_MeasuresIt(bool ticks, int ink)
    {
        GreyImage image = Draw(Picture(ink), (canvas, pen, font) =>
        {
            canvas.DrawText("200 nm", 100, 400, SKTextAlign.Left, font, pen);
            canvas.DrawRect(90, 412, 137, 4, pen);
            if (!ticks) return;
            canvas.DrawRect(90, 406, 2, 16, pen);
            canvas.DrawRect(225, 406, 2, 16, pen);
        }, ink, true);

        FoundScaleBar bar = ScaleBarFinder.Find(image)!;

        Assert.Equal((137, ticks, true), (bar.LengthPx, bar.HasTicks, bar.HasLabel));
        Assert.InRange(bar.X, 89, 91);
        Assert.InRange(bar.Y, 411, 416);
    }

    [Fact]
    public void Find_BarInTwoHalves_MeasuresFromEndToEnd()
    {
        GreyImage image = Draw(Scenes.Field(600, 450, 40), (canvas, pen, font) =>
        {
            canvas.DrawText("500 nm", 250, 420, SKTextAlign.Left, font, pen);
            foreach ((float x, float tick) in ((float, float)[])[(150, 150), (350, 448)])
            {
                canvas.DrawRect(x, 412, 100, 2, pen);
                canvas.DrawRect(tick, 405, 2, 16, pen);
            }
        }, 255, false);

        Assert.Equal(300, ScaleBarFinder.Find(image)!.LengthPx);
    }

    /// <summary>Bright particles on a dark ground for white ink, the other way round for black.</summary>
    private static GreyImage Picture(int ink)
    {
        GreyImage image = Scenes.Field(600, 450, 40);
        if (ink == 0)
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(255 - image.Pixels[i]);
        return image;
    }

    private static GreyImage Draw(GreyImage picture, Action<SKCanvas, SKPaint, SKFont> draw, int ink, bool smooth)
    {
        using SKBitmap bitmap = ContrastStretch.ToBitmap(picture, stretch: false, SKColorType.Rgba8888);
        using (var canvas = new SKCanvas(bitmap))
        using (var pen = new SKPaint { Color = new SKColor((byte)ink, (byte)ink, (byte)ink), IsAntialias = smooth })
        using (var font = new SKFont(OverlayWriter.PictureFont, 26) { Edging = smooth ? SKFontEdging.Antialias : SKFontEdging.Alias }) draw(canvas, pen, font);
        var image = new GreyImage(picture.Width, picture.Height, 8);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = bitmap.GetPixelSpan()[4 * i];
        return image;
    }
}
