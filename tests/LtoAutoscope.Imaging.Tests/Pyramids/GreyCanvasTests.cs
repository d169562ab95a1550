using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Pyramids;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Tests.Pyramids;

public sealed class GreyCanvasTests
{
    private static GreyImage Ramp(int width, int height, int low, int high)
    {
        var image = new GreyImage(width, height, 16);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(low + (high - low) * (i % width) / Math.Max(1, width - 1));
        return image;
    }

    [Fact]
    public void Draw_FrameOverTwoTiles_PutsEachPixelOnceAndInPlace()
    {
        FrameGreys greys = FrameGreys.Of(Ramp(40, 30, 1000, 5000));
        byte[] table = FrameGreys.Table(greys.Darkest, greys.Brightest, 1000, 5000);
        var geometry = new PyramidGeometry(128, 64, 64);
        var place = geometry.PlaceOf(new PixelRect(50, 10, 40, 30), geometry.TopLevel);
        var left = new GreyCanvas(geometry.TileAt(geometry.TopLevel, 0, 0));
        var right = new GreyCanvas(geometry.TileAt(geometry.TopLevel, 1, 0));
        left.Draw(greys.Whole, place, table);
        right.Draw(greys.Whole, place, table);
        for (int x = 0; x < 40; x++)
        {
            byte seen = 50 + x < 64 ? left.Pixels[12 * 64 + 50 + x] : right.Pixels[12 * 64 + 50 + x - 64];
            Assert.InRange(seen, 255.0 * x / 39 - 3, 255.0 * x / 39 + 3);
        }

        Assert.Equal(0, left.Pixels[12 * 64 + 49]);
        Assert.Equal(0, right.Pixels[12 * 64 + 50 + 40 - 64]);
        Assert.Equal(0, left.Pixels[9 * 64 + 55]);
    }

    [Fact]
    public void Table_TwoFramesOfOneSampleUnderOneStretch_LookAlikeWhereTheyAreAlike()
    {
        // The same grey of 3000 in a dark and in a bright frame: a stretch of each by itself would make it white in one and black in the other.
        FrameGreys dark = FrameGreys.Of(Ramp(64, 64, 1000, 3000)), bright = FrameGreys.Of(Ramp(64, 64, 3000, 6000));
        byte inDark = FrameGreys.Table(dark.Darkest, dark.Brightest, 1000, 6000)[dark.Whole.Pixels.Span[63]];
        byte inBright = FrameGreys.Table(bright.Darkest, bright.Brightest, 1000, 6000)[bright.Whole.Pixels.Span[0]];
        Assert.InRange(inDark - inBright, -3, 3);
    }

    [Fact]
    public void Chain_OfAPlane_HalvesDownToOnePixelAndKeepsTheMean()
    {
        FrameGreys greys = FrameGreys.Of(Ramp(64, 32, 0, 60000));
        IReadOnlyList<ReducedPlane> chain = greys.Whole.Chain();
        Assert.Equal((1, 1), (chain[^1].Width, chain[^1].Height));
        Assert.All(chain, plane => Assert.Equal((PyramidGeometry.Reduced(64, plane.Reduction), PyramidGeometry.Reduced(32, plane.Reduction)), (plane.Width, plane.Height)));
        Assert.InRange(chain[^1].Pixels.Span[0], 122, 133);
    }

    [Fact]
    public void ToJpeg_OfATile_HasItsSize()
    {
        using SKBitmap read = SKBitmap.Decode(new GreyCanvas(new PixelRect(512, 0, 300, 200)).ToJpeg());
        Assert.Equal((300, 200), (read.Width, read.Height));
    }

    [Fact]
    public void Overlay_ParticleOnTheSeamOfTwoTiles_IsDrawnOnBoth()
    {
        Particle particle = Square(60, 20, 10);
        foreach (int column in (int[])[0, 1])
        {
            using var canvas = new OverlayCanvas(new PixelRect(column * 64, 0, 64, 64));
            canvas.Draw([particle], new PixelRect(0, 0, 128, 64), 0, _ => 0xff0000);
            using SKBitmap read = SKBitmap.Decode(canvas.ToPng());
            Assert.True(read.GetPixel(column == 0 ? 62 : 2, 24).Alpha > 150);
            Assert.Equal(0, read.GetPixel(30, 24).Alpha);
        }
    }

    [Fact]
    public void Coverage_HalfCoveredFrame_IsHalfAtEveryReduction()
    {
        Particle half = Square(-0.5f, -0.5f, 64) with { Outline = [-0.5f, -0.5f, 63.5f, -0.5f, 63.5f, 31.5f, -0.5f, 31.5f] };
        foreach (ReducedPlane plane in OverlayCanvas.Coverage([half], 64, 64, 3).Chain())
        {
            double mean = 0;
            foreach (byte value in plane.Pixels.Span) mean += value / 255.0 / plane.Pixels.Length;
            Assert.InRange(mean, 0.48, 0.52);
        }
    }

    private static Particle Square(float x, float y, float edge) => new()
    {
        ParticleId = "f-1", Frame = "f", LabelId = 1, XPx = x + edge / 2, YPx = y + edge / 2, AreaNm2 = 1, DiameterNm = 100, FeretMaxNm = 1, FeretMinNm = 1, LengthNm = 1, WidthNm = 1, AspectRatio = 1,
        PerimeterNm = 1, Circularity = 1, Solidity = 1, FractalDimension = 1, FractalDimensionSe = 0, TouchesBorder = false, Weight = 1, Confidence = 1, Outline = [x, y, x + edge, y, x + edge, y + edge, x, y + edge],
    };
}
