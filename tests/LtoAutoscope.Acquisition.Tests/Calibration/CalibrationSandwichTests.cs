using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Calibration;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Tests.Calibration;

public sealed class CalibrationSandwichTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public void At_BetweenTwoChecks_InterpolatesAndAddsTheDrift()
    {
        CalibrationSandwich sandwich = Sandwich((0, 1.000, 0.3), (4, 1.004, 0.4));
        CalibrationScale scale = sandwich.At(Start.AddHours(1));
        Assert.Equal(1.001, scale.Factor, 1e-9);
        // Half of 0.4 % as a rectangle, expanded: 0.2 · 2/√3.
        Assert.Equal(Math.Sqrt(0.4 * 0.4 + Math.Pow(0.2 * 2 / Math.Sqrt(3) / 1.001, 2)), scale.UncertaintyPercent!.Value, 1e-6);
    }

    [Fact]
    public void At_OutsideOfTheChecks_IsTheNearestAndLessCertainTheFartherAway()
    {
        CalibrationSandwich sandwich = Sandwich((0, 1.000, 0.3), (4, 1.004, 0.3));
        Assert.Equal(1.004, sandwich.At(Start.AddHours(5)).Factor);
        Assert.Equal(1.000, sandwich.At(Start.AddHours(-1)).Factor);
        Assert.True(sandwich.At(Start.AddHours(8)).UncertaintyPercent > sandwich.At(Start.AddHours(5)).UncertaintyPercent);
    }

    [Fact]
    public void KnownAt_DependsOnEarlierChecksAlone()
    {
        CalibrationSandwich early = Sandwich((0, 1.000, 0.3)), late = Sandwich((0, 1.000, 0.3), (4, 1.004, 0.3));
        Assert.Equal(early.KnownAt(Start.AddHours(2)).Factor, late.KnownAt(Start.AddHours(2)).Factor);
        Assert.Null(late.KnownAt(Start.AddHours(-1)).UncertaintyPercent);
        Assert.Equal(1, Sandwich().At(Start).Factor);
    }

    [Fact]
    public void Correction_OfFrames_IsTheMeanOfWhatTheirScaleIsKnownToBeNow()
    {
        CalibrationSandwich sandwich = Sandwich((0, 1.000, 0.3), (4, 1.004, 0.3));
        CalibrationScale correction = sandwich.Correction([(Start.AddHours(1), 10), (Start.AddHours(3), 10)]);
        Assert.Equal(1.002, correction.Factor, 1e-9);
        Assert.InRange(correction.UncertaintyPercent!.Value, 0.3, 0.5);
    }

    [Fact]
    public void Of_AJournal_SkipsChecksThatFailed()
    {
        RunEvent[] lines =
        [
            Line(1, RunEventKind.Calibrated, """{"scale": 1.01, "uncertainty_percent": 0.3}"""), Line(2, RunEventKind.Calibrated, """{"scale": null, "reason": "no crossed lines"}"""),
            Line(3, RunEventKind.FocusDone, "{}"), Line(4, RunEventKind.Calibrated, """{"reason": "older"}"""),
        ];
        Assert.Equal([1.01], CalibrationSandwich.Of(lines).Points.Select(point => point.Scale));
    }

    private static CalibrationSandwich Sandwich(params (double Hours, double Scale, double Uncertainty)[] points)
        => new(points.Select(point => new CalibrationPoint(Start.AddHours(point.Hours), point.Scale, point.Uncertainty)));

    private static RunEvent Line(long sequence, string kind, string data) => new(sequence, Start.AddHours(sequence), kind, JsonNode.Parse(data)!.AsObject());
}
