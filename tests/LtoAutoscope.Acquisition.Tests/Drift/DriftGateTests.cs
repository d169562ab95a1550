using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Tests.Drift;

public sealed class DriftGateTests
{
    private static readonly ExposureSettings Exposure = new() { WidthPx = 512, HeightPx = 384, DwellUs = 1 };

    [Fact]
    public async Task Pass_StillSample_PassesAtOnceWithItsDoseBooked()
    {
        var bench = new TwinBench(Worlds.Powder) { Drift = (1, 0), FieldUm = 1.45 };
        DriftReport report = await PassAsync(bench, new DriftSettings());
        Assert.True(report.Passed, report.Reason);
        Assert.Equal(1, report.NmPerS!.Value, 0.7);
        Assert.Single(report.Tries);
        Assert.Equal(["drift:f1", "drift:f1"], bench.Booked);
    }

    [Fact]
    public async Task Pass_FastSample_GivesUpWithAllTriesAndTheirSpeeds()
    {
        var bench = new TwinBench(Worlds.Powder) { Drift = (30, -40), FieldUm = 1.45 };
        DriftReport report = await PassAsync(bench, new DriftSettings { Tries = 3, SettleS = 2 });
        Assert.Equal(DriftOutcome.GaveUp, report.Outcome);
        Assert.Equal([1, 2, 3], report.Tries.Select(one => one.Number));
        Assert.All(report.Tries, one =>
        {
            Assert.Equal(50, one.NmPerS!.Value, 1.5);
            Assert.Equal(0.03 * one.Seconds, one.ShiftXUm, 0.001);
            Assert.Equal(-0.04 * one.Seconds, one.ShiftYUm, 0.001);
            Assert.False(one.Passed);
        });
        Assert.Contains("limit 5 nm/s", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pass_SampleThatComesToRest_PassesAtALaterTry()
    {
        var bench = new TwinBench(Worlds.Powder) { Drift = (50, 0), StillAfterS = 20, FieldUm = 1.45 };
        DriftReport report = await PassAsync(bench, new DriftSettings { Tries = 4, SettleS = 30 });
        Assert.True(report.Passed);
        Assert.Equal(2, report.Tries.Count);
        Assert.True(report.Tries[1].ToJson("f1")["passed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Pass_PictureOfNoiseAlone_SaysThatItCannotBeTold()
    {
        var bench = new TwinBench(Worlds.Bare) { FieldUm = 1.45, DwellScale = 0 };
        DriftReport report = await PassAsync(bench, new DriftSettings());
        Assert.Equal(DriftOutcome.NotMeasurable, report.Outcome);
        Assert.Null(report.NmPerS);
    }

    [Theory]
    [InlineData(DriftCorrection.None, 1.0, DriftCorrection.None)]
    [InlineData(DriftCorrection.BeamShift, 0.1, DriftCorrection.None)]
    [InlineData(DriftCorrection.BeamShift, 1.0, DriftCorrection.BeamShift)]
    [InlineData(DriftCorrection.BeamShift, 20.0, DriftCorrection.Stage)]
    [InlineData(DriftCorrection.Stage, 1.0, DriftCorrection.Stage)]
    public void Correct_ByPolicyAndRange_ChoosesTheWay(DriftCorrection policy, double xUm, DriftCorrection expected)
    {
        DisplacementCorrection correction = Displacement.Correct(xUm, 0, 3, new DriftSettings { Correct = policy }, StageTarget.Planar(1, 2), (0.5, 0));
        Assert.Equal(expected, correction.By);
        if (expected == DriftCorrection.BeamShift) Assert.Equal(xUm + 0.5, correction.BeamShiftUm!.Value.XUm, 1e-9);
        if (expected == DriftCorrection.Stage) Assert.Equal(1 + xUm / 1000, correction.Stage!.Value.XMm!.Value, 1e-9);
    }

    private static async Task<DriftReport> PassAsync(TwinBench bench, DriftSettings settings)
    {
        await bench.MoveAsync(StageTarget.Planar(0.1, 0.2), TestContext.Current.CancellationToken);
        return await new DriftGate(bench, settings, bench.BookAsync, bench.Time).PassAsync("f1", bench.At, bench.FieldUm, Exposure, TestContext.Current.CancellationToken);
    }
}
