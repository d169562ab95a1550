using LtoAutoscope.Acquisition.Calibration;
using LtoAutoscope.Acquisition.Tests.Drift;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Acquisition.Tests.Calibration;

public sealed class GratingMeasurementTests
{
    private const double PixelNm = 7.2;

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1.5, 1.012)]
    [InlineData(20, 0.985)]
    public void Measure_AGrating_FindsTheScaleWithinItsUncertainty(double rotationDeg, double scale)
    {
        var grating = new CalibrationGrating(144, 0.2, "certificate 1");
        GreyImage image = Worlds.Frame(new GratingWorld(144, rotationDeg), width: 1024, height: 768, pixelNm: PixelNm * scale);
        GratingReading reading = GratingMeasurement.Measure(image, PixelNm, grating);
        Assert.Equal(scale, reading.Scale, 4 * scale * reading.RepeatabilityPercent / 100);
        Assert.InRange(reading.RepeatabilityPercent, 0.001, 0.05);
        Assert.Equal(rotationDeg, -reading.RotationDeg, 0.1);
        Assert.Equal(1, reading.PixelXNm / reading.PixelYNm, 2e-3);
        Assert.Equal(144 / scale, reading.MeasuredPitchNm, 0.15);
        Assert.InRange(reading.UncertaintyPercent, 0.2, 0.21);
        Assert.Equal(reading.Scale, reading.ToJson("start")["scale"]!.GetValue<double>());
    }

    [Fact]
    public void Measure_UnequalPixels_TellsBothDirections()
    {
        // A tilt about x stretches what a pixel spans along y.
        GreyImage image = Worlds.Frame(new GratingWorld(144, 10), width: 1024, height: 768, pixelNm: PixelNm, with: view => view with { TiltDeg = 12 });
        GratingReading reading = GratingMeasurement.Measure(image, PixelNm, new CalibrationGrating(144, 0.2));
        Assert.Equal(PixelNm, reading.PixelXNm, 2e-3 * PixelNm);
        Assert.Equal(PixelNm / Math.Cos(12 * Math.PI / 180), reading.PixelYNm, 2e-3 * PixelNm);
    }

    [Fact]
    public void Measure_WhatIsNoGrating_SaysWhatIsMissing()
    {
        var fine = new CalibrationGrating(60, 0.2);
        Assert.Contains("No crossed lines", Assert.Throws<GratingNotReadException>(() => GratingMeasurement.Measure(Worlds.Frame(Worlds.Powder), 2900.0 / 1024, fine)).Message, StringComparison.Ordinal);
        Assert.Contains("periods", Assert.Throws<GratingNotReadException>(() => GratingMeasurement.Measure(Worlds.Frame(Worlds.Powder), 2900.0 / 1024, new CalibrationGrating(700, 0.2))).Message, StringComparison.Ordinal);
        Assert.Contains("pixels", Assert.Throws<GratingNotReadException>(() => GratingMeasurement.Measure(Worlds.Frame(Worlds.Powder), 50, fine)).Message, StringComparison.Ordinal);
    }
}
