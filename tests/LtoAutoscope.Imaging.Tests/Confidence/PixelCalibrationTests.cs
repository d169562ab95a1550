using LtoAutoscope.Imaging.Confidence;

namespace LtoAutoscope.Imaging.Tests.Confidence;

public sealed class PixelCalibrationTests
{
    [Fact]
    public void Of_SlopeOneWithoutOffset_ChangesNothing() => Assert.Equal(0.3, new PixelCalibration(1, 0).Of(0.3), 9);

    [Fact]
    public void Of_SlopeAboveOne_KeepsTheMiddleAndSharpens()
    {
        var calibration = new PixelCalibration(2, 0);
        Assert.Equal(0.5, calibration.Of(0.5), 9);
        Assert.Equal(16.0 / 17, calibration.Of(0.8), 9);
    }

    [Fact]
    public void Apply_AnyMap_IsMonotoneAndEqualsTheFormula()
        => Gen.Select(Gen.Double[0.2, 3], Gen.Double[-2, 2], Gen.Float[0, 1].Array[50]).Sample((slope, offset, map) =>
        {
            var calibration = new PixelCalibration(slope, offset);
            float[] sorted = [0, .. map.Order(), 1], result = [.. sorted];
            calibration.Apply(result);
            Assert.Equal((0f, 1f), (result[0], result[^1]));
            for (int i = 1; i < result.Length; i++) Assert.True(result[i] >= result[i - 1]);
            for (int i = 0; i < result.Length; i++)
                if (sorted[i] is > 0.01f and < 0.99f) Assert.Equal(calibration.Of(sorted[i]), result[i], 1e-3f);
        }, iter: 100);

    [Fact]
    public void LogisticFit_DrawnOutcomes_RecoversTheCurve()
    {
        var random = new Random(3);
        List<double[]> features = [];
        List<bool> outcomes = [];
        for (int i = 0; i < 20_000; i++)
        {
            double x = 4 * random.NextDouble() - 2, y = random.NextDouble();
            features.Add([x, y]);
            outcomes.Add(random.NextDouble() < PixelCalibration.Sigmoid(0.5 + 1.5 * x - 2 * y));
        }

        double[] beta = LogisticFit.Fit(features, outcomes, [.. features.Select(_ => 1.0)], ridge: 0);

        Assert.Equal(0.5, beta[0], 0.1);
        Assert.Equal(1.5, beta[1], 0.1);
        Assert.Equal(-2, beta[2], 0.15);
    }

    [Fact]
    public void LogisticFit_ClassesThatDoNotOverlap_StaysFinite()
    {
        double[] beta = LogisticFit.Fit([[-1], [-2], [1], [2]], [false, false, true, true], [1, 1, 1, 1], ridge: 1);
        Assert.All(beta, b => Assert.True(double.IsFinite(b)));
        Assert.True(beta[1] > 0);
    }
}
