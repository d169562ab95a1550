using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests;

public sealed class TwinMicroscopeTests
{
    private static readonly ScanArea Area = new(96, 64, 0, 0, 95, 63);
    private static readonly double[] Places = [0.1, -0.2, 0.35, 0.1];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Night_RepeatedOrInAnotherOrder_GivesTheSameFramesOfTheSamePlaces()
    {
        TwinOptions options = Options();
        List<GreyImage> first = Night(options, Places), again = Night(options, Places), backwards = Night(options, [.. Places.Reverse()]);
        for (int i = 0; i < Places.Length; i++)
        {
            Assert.Equal(first[i].Pixels, again[i].Pixels);
            Assert.Equal(first[i].Pixels, backwards[Places.Length - 1 - i].Pixels);
        }
    }

    [Fact]
    public void Night_WithEveryImperfection_IsTheSameWhenItIsRepeated()
    {
        TwinOptions options = Options() with { Image = new ImageOptions { Charging = 0.1, Contamination = 0.3, DistortionPercent = 0.5, FlybackPercent = 0.2 } };
        options = options with { Stage = options.Stage with { X = options.Stage.X with { Creep = 1e-4, Backlash = 1e-3 }, RingingMm = 1e-4 } };
        List<GreyImage> first = Night(options, Places), again = Night(options, Places);
        for (int i = 0; i < Places.Length; i++) Assert.Equal(first[i].Pixels, again[i].Pixels);
    }

    [Fact]
    public void Seed_Another_GivesOtherPlacesAndNoise()
    {
        List<GreyImage> first = Night(Options(), Places), other = Night(Options() with { Seed = 2 }, Places);
        Assert.NotEqual(first[1].Pixels, other[1].Pixels);
    }

    [Fact]
    public void Contamination_SamePlaceTwice_IsDarkerTheSecondTime()
    {
        TwinOptions options = Options() with { Image = new ImageOptions { Contamination = 0.5, ContaminationDosePerNm2 = 10 } };
        List<GreyImage> frames = Night(options, [0.1, 0.1]);
        Assert.True(frames[1].Pixels.Average(p => (double)p) < 0.9 * frames[0].Pixels.Average(p => (double)p));
    }

    [Fact]
    public void Dose_OfBlankedFrames_IsNone()
    {
        (TwinMicroscope microscope, _) = Create(Options());
        microscope.Column.Blanker = 1;
        microscope.Render(microscope.View(Area, 16, 1), Token);
        Assert.Equal((1, 0, 0.0), (microscope.Frames, microscope.Dose.Count, microscope.Dose.Electrons));
        microscope.Column.Blanker = 0;
        microscope.Render(microscope.View(Area, 16, 1), Token);
        Assert.Equal(100 * 6.241509 * 96 * 64, microscope.Dose.Electrons, 6000.0);
    }

    [Fact]
    public void View_RotationTiltAndIntegration_FollowTheColumnAndTheStage()
    {
        (TwinMicroscope microscope, FakeTimeProvider time) = Create(Options());
        microscope.Column.Scan.RotationDeg = 30;
        microscope.Column.Scan.FrameIntegration = 4;
        microscope.Stage.MoveTo([null, null, null, 10, 20]);
        time.Advance(TimeSpan.FromMinutes(2));
        ViewRequest view = microscope.View(Area, 16, 2);
        Assert.Equal(20, view.RotationDeg, 0.01);
        Assert.Equal(20, view.TiltDeg, 0.01);
        Assert.Equal(8, view.DwellUs);
        microscope.Column.Scan.IsRotationOn = false;
        Assert.Equal(-10, microscope.View(Area, 16, 2).RotationDeg, 0.01);
    }

    [Fact]
    public void SpecimenCurrentMonitor_On_LetsTheStageCrash()
    {
        (TwinMicroscope microscope, FakeTimeProvider time) = Create(Options());
        microscope.Column.IsSpecimenCurrentMonitorOn = true;
        microscope.Stage.MoveTo([null, null, 36]);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(Assert.Single(microscope.Stage.Collisions).StoppedByTouchAlarm);
        Assert.Equal(36, microscope.Stage.True.ZMm, 0.001);
    }

    [Fact]
    public void Options_KeysOfThePhysics_AreRead()
    {
        TwinOptions options = TwinOptions.Parse(
            """
            api_port: 0
            stage:
              x: {backlash: 0.002, creep: 1e-4, hard_margin: 1}
              anti_backlash: false
              ringing_mm: 1e-4
              lens: {clearance_mm: 9, holder_height_mm: 3}
            vacuum: {pump_s: 300, base_pressure_pa: 1e-4}
            image: {charging: 0.1, contamination: 0.2, distortion_percent: -1}
            faults:
              - {fault: beam_trip, at_s: 5}
            """, "t.yaml");
        Assert.Equal((0, 0.002, false, 9, 3), (options.ApiPort, options.Stage.X.Backlash, options.Stage.AntiBacklash, options.Stage.Lens.ClearanceMm, options.Stage.Lens.HolderHeightMm));
        Assert.Equal((300, 0.1, -1, 1), (options.Vacuum.PumpSeconds, options.Image.Charging, options.Image.DistortionPercent, options.Faults.Orders.Count));
    }

    private static TwinOptions Options() => new() { Column = new() { BeamOn = true, FieldWidthUm = 2, WorkingDistanceMm = 8 } };

    private static (TwinMicroscope Microscope, FakeTimeProvider Time) Create(TwinOptions options)
    {
        var time = new FakeTimeProvider();
        var world = new SyntheticPowderWorld(new PowderParameters { Seed = 5, NumberDensityPerUm2 = 40 });
        return (new TwinMicroscope(options, world, time), time);
    }

    private static List<GreyImage> Night(TwinOptions options, double[] places)
    {
        (TwinMicroscope microscope, FakeTimeProvider time) = Create(options);
        microscope.Column.Blanker = 0;
        List<GreyImage> frames = [];
        foreach (double x in places)
        {
            Assert.True(microscope.Stage.MoveTo([x, -x]));
            time.Advance(TimeSpan.FromSeconds(5));
            StagePosition place = microscope.Stage.True;
            Assert.Equal(x, place.XMm, 0.01);
            frames.Add(microscope.Render(microscope.View(Area, 16, 3), Token));
        }

        return frames;
    }
}
