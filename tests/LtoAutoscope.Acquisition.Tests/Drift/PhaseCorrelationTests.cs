using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Acquisition.Tests.Drift;

public sealed class PhaseCorrelationTests
{
    [Theory]
    [InlineData(0, 0, 1, 0.03)]
    [InlineData(0.4, -0.7, 1, 0.03)]
    [InlineData(13.25, 7.5, 1, 0.03)]
    [InlineData(-120.3, 88.8, 1, 0.06)]
    [InlineData(0.4, -0.7, 0.1, 0.08)]
    public void Shift_OfAPowder_IsRightToAFractionOfAPixel(double x, double y, double dwellUs, double within)
    {
        // The view goes the other way, so that what it shows is displaced by (x, y).
        GreyImage a = Worlds.Frame(Worlds.Powder, dwellUs: dwellUs), b = Worlds.Frame(Worlds.Powder, -x, -y, dwellUs, identity: 2);
        ShiftEstimate shift = PhaseCorrelation.Shift(a, b);
        Assert.Equal(x, shift.XPx, within);
        Assert.Equal(y, shift.YPx, within);
        Assert.True(shift.IsReliable);
    }

    [Fact]
    public void Shift_BeyondHalfTheFrame_IsToldFromItsAlias()
    {
        ShiftEstimate shift = PhaseCorrelation.Shift(Worlds.Frame(Worlds.Powder), Worlds.Frame(Worlds.Powder, -300, 0, identity: 2));
        Assert.Equal(300, shift.XPx, 0.2);
        Assert.Equal(0, shift.YPx, 0.2);
    }

    [Fact]
    public void Shift_OfOtherPlaces_IsNotReliable()
    {
        for (int i = 0; i < 5; i++)
        {
            ShiftEstimate shift = PhaseCorrelation.Shift(Worlds.Frame(Worlds.Powder), Worlds.Frame(Worlds.Powder, identity: 2, xMm: 0.3 + 0.1 * i));
            Assert.False(shift.IsReliable, $"{shift}");
        }
    }

    [Fact]
    public void Shift_OfWhatRepeats_IsNotReliable()
    {
        // A checkerboard without any blemish, displaced by a part of its period.
        GreyImage a = Board(0), b = Board(5);
        Assert.False(PhaseCorrelation.Shift(a, b).IsReliable);

        static GreyImage Board(int shift)
        {
            var image = new GreyImage(256, 256, 16);
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(((i % 256 + shift) / 16 + i / 256 / 16) % 2 == 0 ? 10_000 : 30_000);
            return image;
        }
    }

    [Fact]
    public void Shift_OfAGrating_IsToldByItsGrain()
    {
        var grating = new GratingWorld(144);
        ShiftEstimate shift = PhaseCorrelation.Shift(Worlds.Frame(grating), Worlds.Frame(grating, 10, 0, identity: 2));
        Assert.True(!shift.IsReliable || Math.Abs(shift.XPx + 10) < 0.5, $"{shift}");
    }

    [Fact]
    public void Shift_OfOtherSizes_IsRefused()
        => Assert.Throws<ArgumentException>(() => PhaseCorrelation.Shift(new GreyImage(64, 64, 8), new GreyImage(64, 32, 8)));

    [Fact]
    public void Find_AFrameInAWiderField_TellsWhereItLies()
    {
        GreyPlane frame = GreyPlane.Of(Worlds.Frame(Worlds.Powder), 2);
        GreyImage wide = Worlds.Frame(Worlds.Powder, 60, -40, identity: 3, pixelNm: 2 * 2900.0 / 1024, xMm: 0.1 + 60 * -2900.0 / 1024 * 1e-6);
        ShiftEstimate shift = PhaseCorrelation.Find(frame, GreyPlane.Of(wide));
        Assert.True(shift.IsReliable);
        Assert.Equal(-30, shift.XPx, 0.3);
        Assert.Equal(40, shift.YPx, 0.3);
    }

    [Fact]
    public void Transform_ForthAndBack_IsTheSameAndAgreesWithItsDefinition()
    {
        var plane = new FourierPlane(16, 8);
        var random = new Random(3);
        for (int i = 0; i < plane.Real.Length; i++) plane.Real[i] = random.NextSingle();
        float[] before = [.. plane.Real];
        plane.Forward();
        (double re, double im) = (0, 0);
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 16; x++)
            {
                (double sin, double cos) = Math.SinCos(-2 * Math.PI * (3.0 * x / 16 + 5.0 * y / 8));
                (re, im) = (re + cos * before[y * 16 + x], im + sin * before[y * 16 + x]);
            }
        }

        Assert.Equal(re, plane.Real[3 * 8 + 5], 1e-4);
        Assert.Equal(im, plane.Imaginary[3 * 8 + 5], 1e-4);
        plane.Inverse();
        Assert.Equal(16, plane.Width);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], plane.Real[i], 1e-5);
    }
}
