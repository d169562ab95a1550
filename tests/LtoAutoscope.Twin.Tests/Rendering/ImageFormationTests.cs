using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Rendering;
using LtoAutoscope.Twin.Worlds;
using static LtoAutoscope.Twin.Tests.Worlds.FrameFigures;

namespace LtoAutoscope.Twin.Tests.Rendering;

public sealed class ImageFormationTests
{
    private static readonly PowderParameters Powder = new() { Seed = 3, MedianDiameterNm = 70, NumberDensityPerUm2 = 60 };
    private static readonly ViewRequest View = new() { CentreXMm = 1.25, CentreYMm = -0.5, FieldWidthUm = 0.96, WidthPx = 320, HeightPx = 240, Identity = 5, DwellUs = 1000 };
    private readonly SyntheticPowderWorld _world = new(Powder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Probe_AtTheUsualSettings_HasItsWidthAndFollowsTheLaws()
    {
        double usual = Width(View);
        Assert.Equal(1.2, usual, 0.005);
        Assert.Equal(usual / 2, Width(View with { BeamEnergyKv = 20 }), 0.005);
        Assert.True(Width(View with { ProbeCurrentPa = 10000 }) > 3 * usual);
        Assert.Equal(2 * usual, Width(View with { ConvergenceRad = 0.004 }), 0.01);

        // Far from focus the probe is the cone's disc: of uniform radius α·Δf, standard deviation half of that.
        ProbeSpot disc = ProbeSpot.Of(View with { DefocusUm = 100, ConvergenceRad = 0.004 });
        Assert.Equal(200, Math.Sqrt(disc.XX), 0.1);
        ProbeSpot line = ProbeSpot.Of(View with { DefocusUm = 3, AstigmatismXUm = 3 });
        Assert.True(line.XX > 100 * line.YY);

        static double Width(ViewRequest view) => 2.3548 * Math.Sqrt(ProbeSpot.Of(view).XX);
    }

    [Fact]
    public void Noise_MoreDose_FallsWithItsRoot()
    {
        ViewRequest flat = View with { FieldWidthUm = 0.096, DwellUs = 1 };
        var bare = new BareHolderWorld(new SurfacePlane());
        double weak = Noise(flat), strong = Noise(flat with { ProbeCurrentPa = 400, ConvergenceRad = 0.016 }), slow = Noise(flat with { DwellUs = 4 });
        Assert.Equal(2, weak / slow, 0.15);
        Assert.Equal(slow, strong, slow * 0.05);

        double Noise(ViewRequest view) => DifferenceRms(bare.Render(view, Token), bare.Render(view with { Identity = 6 }, Token));
    }

    [Fact]
    public void Emission_Halved_HalvesWhatIsAboveBlack()
    {
        double black = Mean(_world.Render(View with { ProbeCurrentPa = 0 }, Token));
        double whole = Mean(_world.Render(View, Token)) - black, half = Mean(_world.Render(View with { ProbeCurrentPa = 50, EmissionShare = 0.5 }, Token)) - black;
        Assert.Equal(0.5, half / whole, 0.02);
    }

    [Fact]
    public void Detector_GainAndOffset_ScaleAndShift()
    {
        double black = Mean(_world.Render(View with { ProbeCurrentPa = 0, GainPercent = 30 }, Token));
        double neutral = Mean(_world.Render(View with { GainPercent = 30 }, Token)), brighter = Mean(_world.Render(View with { GainPercent = 30, BlackPercent = 55 }, Token));
        double doubled = Mean(_world.Render(View with { GainPercent = 42.5 }, Token));
        Assert.Equal(0.05 * 65535, brighter - neutral, 20.0);
        Assert.Equal(2, (doubled - black) / (neutral - black), 0.03);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Depth_EightAndSixteenBit_ShowTheSame(int bits)
    {
        GreyImage image = _world.Render(View with { BitsPerPixel = bits }, Token), deep = _world.Render(View, Token);
        Assert.Equal(bits, image.BitsPerPixel);
        Assert.Equal(Mean(deep) / deep.MaximumValue, Mean(image) / image.MaximumValue, 0.003);
    }

    [Fact]
    public void Tilt_Sixty_DoublesTheFieldAcrossTheAxisAndTheYield()
    {
        GreyImage flat = _world.Render(View with { GainPercent = 30 }, Token), tilted = _world.Render(View with { GainPercent = 30, TiltDeg = 60 }, Token);
        double black = Mean(_world.Render(View with { ProbeCurrentPa = 0, GainPercent = 30 }, Token));
        Assert.Equal(2, (Mean(tilted) - black) / (Mean(flat) - black), 0.25);
        LabelImage one = _world.Truth(View, Token)!, two = _world.Truth(View with { TiltDeg = 60 }, Token)!;
        int same = 0, all = 0;
        for (int y = 0; y < View.HeightPx / 2; y++)
        {
            for (int x = 0; x < View.WidthPx; x++, all++)
                if (one[x, 2 * y] > 0 == two[x, y + View.HeightPx / 4] > 0) same++;
        }

        Assert.True(same > 0.95 * all, $"{same} of {all}");
    }

    [Fact]
    public void Drift_WhileItScans_ShearsTheFrameAsTheTruthDoes()
    {
        // A line takes 0.32 s and a pixel is 3 nm: 0.4 nm/s are about 10 pixels from the first line to the last.
        ViewRequest drifting = View with { DriftXNmPerS = 0.4 };
        GreyImage still = _world.Render(View, Token), moved = _world.Render(drifting, Token);
        double pixels = 0.4 * View.DwellUs * 1e-6 * View.WidthPx * (View.HeightPx - 10) / 3;
        Assert.InRange(pixels, 5, 15);
        Assert.True(RowShift(still, moved, 2) == 0);
        Assert.Equal(pixels, RowShift(still, moved, View.HeightPx - 10), 1.5);
        LabelImage truth = _world.Truth(drifting, Token)!;
        double foreground = moved.Pixels.Where((_, i) => truth.Labels[i] > 0).Average(p => (double)p), background = moved.Pixels.Where((_, i) => truth.Labels[i] == 0).Average(p => (double)p);
        Assert.True(foreground > 1.6 * background);
    }

    [Fact]
    public void Distortion_RadialAndAtTheLineStart_MovesTheCornersAndLeavesTheMiddle()
    {
        var radial = new ScanWarp(View with { Image = new ImageOptions { DistortionPercent = 5 } });
        Assert.Equal((160 * 1.05, 120 * 1.05), Moved(radial, 319, 239), Within);
        Assert.InRange(Moved(radial, 160, 120).X, 0, 1);
        var lag = new ScanWarp(View with { Image = new ImageOptions { FlybackPercent = 1 } });
        Assert.Equal(-3.2, lag.Source(0, 100).X, 1e-9);
        Assert.Equal(200, lag.Source(200, 100).X, 1e-6);
        Assert.NotEqual(_world.Render(View, Token).Pixels, _world.Render(View with { Image = new ImageOptions { FlybackPercent = 1 } }, Token).Pixels);
        Assert.True(new ScanWarp(View).IsNone);

        static (double X, double Y) Moved(ScanWarp warp, int x, int y) => (warp.Source(x, y).X - 159.5, warp.Source(x, y).Y - 119.5);
        static bool Within((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) < 2 && Math.Abs(a.Y - b.Y) < 2;
    }

    [Fact]
    public void Charging_BehindBrightThings_DarkensTheLine()
    {
        ViewRequest view = View with { DwellUs = 10, Image = new ImageOptions { Charging = 0.3, ChargeDecayUs = 100 } };
        GreyImage plain = _world.Render(view with { Image = ImageOptions.None }, Token), charged = _world.Render(view, Token);
        double afterBright = 0, afterDark = 0;
        int bright = 0, dark = 0;
        double mean = Mean(plain);
        for (int y = 0; y < view.HeightPx; y++)
        {
            for (int x = 12; x < view.WidthPx; x++)
            {
                double before = Enumerable.Range(1, 10).Average(k => (double)plain[x - k, y]), loss = plain[x, y] - charged[x, y];
                if (before > 1.3 * mean) (afterBright, bright) = (afterBright + loss / plain[x, y], bright + 1);
                else if (before < 0.7 * mean) (afterDark, dark) = (afterDark + loss / plain[x, y], dark + 1);
            }
        }

        Assert.True(bright > 1000 && dark > 1000);
        Assert.True(afterBright / bright > 1.5 * (afterDark / dark), $"{afterBright / bright} behind bright, {afterDark / dark} behind dark");
    }

    [Fact]
    public void Contamination_MoreDose_DarkensMoreAndOnlyWhereTheBeamWas()
    {
        ViewRequest view = View with { Image = new ImageOptions { Contamination = 0.4 } };
        Exposure small = Exposure.Of(View with { FieldWidthUm = 0.48, DwellUs = 2 });
        GreyImage clean = _world.Render(view, Token), once = _world.Render(view with { Earlier = [small] }, Token), often = _world.Render(view with { Earlier = [small, small, small, small] }, Token);
        Assert.Equal(Patch(clean, 10, 10), Patch(often, 10, 10), 1e-9);
        double fresh = Patch(clean, 150, 110), one = Patch(once, 150, 110), four = Patch(often, 150, 110);
        Assert.True(fresh > one && one > four);
        double black = Mean(_world.Render(View with { ProbeCurrentPa = 0 }, Token)), dose = small.DosePerNm2;
        Assert.Equal(1 - 0.4 * (1 - Math.Exp(-4 * dose / 2000)), (four - black) / (fresh - black), 0.02);

        static double Patch(GreyImage image, int left, int top)
            => Enumerable.Range(top, 20).SelectMany(y => Enumerable.Range(left, 20).Select(x => (double)image[x, y])).Average();
    }

    [Fact]
    public void Imperfections_SameView_GiveTheSamePixels()
    {
        ViewRequest view = View with
        {
            TiltDeg = 12, DriftXNmPerS = 0.2, Earlier = [Exposure.Of(View)],
            Image = new ImageOptions { Charging = 0.2, Contamination = 0.3, DistortionPercent = 1, FlybackPercent = 0.5 },
        };
        Assert.Equal(_world.Render(view, Token).Pixels, new SyntheticPowderWorld(Powder).Render(view, Token).Pixels);
    }

    private static int RowShift(GreyImage a, GreyImage b, int row)
    {
        double best = double.MinValue;
        int at = 0;
        for (int shift = -20; shift <= 20; shift++)
        {
            List<double> left = [], right = [];
            for (int x = 20; x < a.Width - 20; x++)
            {
                left.Add(a[x + shift, row]);
                right.Add(b[x, row]);
            }

            double score = Correlation(left, right);
            if (score > best) (best, at) = (score, shift);
        }

        return at;
    }
}
