using CsCheck;
using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Learning.Tests.Optimisation;

public sealed class GaussianProcessTests
{
    /// <summary>k(r) of the Matérn 5/2 kernel, written out.</summary>
    private static double Kernel(double r) => (1 + Math.Sqrt(5) * r + 5 * r * r / 3) * Math.Exp(-Math.Sqrt(5) * r);

    [Fact]
    public void Predict_TwoPoints_IsTheClosedForm()
    {
        // K = [[a, b], [b, a]] with a = s² + noise; the constant mean is (y1 + y2)/2 by symmetry.
        const double signal = 2, noise = 0.3, length = 0.4;
        var process = GaussianProcess.Of([[0.2], [0.6]], [1.0, 3.0], [noise, noise], [false], new KernelParameters(signal, [length], 0));
        double a = signal + noise, b = signal * Kernel(0.4 / length), det = a * a - b * b;
        double k1 = signal * Kernel(0.1 / length), k2 = signal * Kernel(0.3 / length);
        // α = K⁻¹(y − 2) with y − 2 = (−1, 1).
        double alpha1 = (-a - b) / det, alpha2 = (a + b) / det;
        double mean = 2 + k1 * alpha1 + k2 * alpha2;
        double quad = (a * (k1 * k1 + k2 * k2) - 2 * b * k1 * k2) / det;
        double onesK = (k1 + k2) / (a + b), onesOnes = 2 / (a + b);
        double variance = signal - quad + (1 - onesK) * (1 - onesK) / onesOnes;
        GaussianPrediction found = process.Predict([0.3]);
        Assert.Equal(2, process.Mean, 10);
        Assert.Equal(mean, found.Mean, 7);
        Assert.Equal(Math.Sqrt(variance), found.Deviation, 7);
    }

    [Fact]
    public void Predict_ThreePointsWithoutNoise_GoesThroughThemAndReturnsToTheMean()
    {
        var process = GaussianProcess.Of([[0, 0], [1, 0.5], [0.3, 1]], [1, -2, 4], [0, 0, 0], [false, false], new KernelParameters(3, [0.3, 0.3], 0));
        Assert.Equal(1, process.Predict([0, 0]).Mean, 5);
        Assert.Equal(-2, process.Predict([1, 0.5]).Mean, 5);
        Assert.True(process.Predict([0.3, 1]).Deviation < 1e-3);
        GaussianPrediction far = process.Predict([50, 50]);
        Assert.Equal(process.Mean, far.Mean, 6);
        // Far away nothing is known: the signal's variance and that of the mean.
        Assert.True(far.Deviation > Math.Sqrt(3));
    }

    [Fact]
    public void Predict_ByWords_CountsOnlyWhetherTheyDiffer()
    {
        var process = GaussianProcess.Of([[0, 0.5], [1, 0.5], [2, 0.5]], [1, 2, 3], [0.1, 0.1, 0.1], [true, false], new KernelParameters(1, [0.7, 0.5], 0));
        double k = Kernel(1 / 0.7);
        // K = (1.1 − k)·I + k·11ᵀ, so word 1 (index 2) is drawn to the mean 2 by 1/(1.1 − k)·(1 − k).
        Assert.Equal(2 + (1 - k) / (1.1 - k), process.Predict([2, 0.5]).Mean, 6);
        Assert.Equal(process.Predict([0, 0.5]).Deviation, process.Predict([2, 0.5]).Deviation, 9);
    }

    [Fact]
    public void Gradient_AnyParameters_EqualsFiniteDifferences()
    {
        Gen.Select(Gen.Double[-1, 1].Array[5], Gen.Int[1, 1000]).Sample(draw =>
        {
            var (offsets, seed) = draw;
            var random = new Random(seed);
            double[][] rows = [.. Enumerable.Range(0, 9).Select(_ => new[] { random.NextDouble(), random.NextDouble(), random.Next(3) })];
            var likelihood = new MarginalLikelihood(rows, [.. rows.Select(_ => 2 * random.NextDouble() - 1)], [.. rows.Select(_ => 0.02 * random.NextDouble())], [false, false, true]);
            double[] at = [.. likelihood.Centre.Zip(offsets, (centre, offset) => centre + offset)], gradient = new double[5];
            likelihood.Value(at, gradient);
            for (int k = 0; k < at.Length; k++)
            {
                const double step = 1e-5;
                double[] up = [.. at], down = [.. at];
                up[k] += step;
                down[k] -= step;
                double difference = (likelihood.Value(up, default) - likelihood.Value(down, default)) / (2 * step);
                Assert.True(Math.Abs(gradient[k] - difference) <= 2e-5 * (1 + Math.Abs(difference)), FormattableString.Invariant($"parameter {k}: {gradient[k]} against {difference}"));
            }
        }, iter: 20);
    }

    [Fact]
    public void Fit_NoisyRepeats_RecoversTheNoise()
    {
        var random = new Random(3);
        double[][] rows = [.. Enumerable.Range(0, 60).Select(i => new[] { i % 30 / 29.0 })];
        double[] values = [.. rows.Select(row => Math.Sin(6 * row[0]) + 0.2 * Normal(random))];
        var process = GaussianProcess.Fit(rows, values, new double[60], [false], new GaussianProcessOptions());
        Assert.InRange(Math.Sqrt(process.Parameters.Nugget), 0.15, 0.25);
        Assert.InRange(process.Predict([0.25]).Mean, Math.Sin(1.5) - 0.2, Math.Sin(1.5) + 0.2);
        // With the noise stated, nothing is left for the nugget.
        var stated = GaussianProcess.Fit(rows, values, [.. rows.Select(_ => 0.04)], [false], new GaussianProcessOptions());
        Assert.True(Math.Sqrt(stated.Parameters.Nugget) < 0.1);
    }

    [Fact]
    public void Fit_IdleParameter_GetsALongLengthscale()
    {
        var sequence = new HaltonSequence(2, 5);
        double[][] rows = [.. Enumerable.Range(0, 30).Select(_ => sequence.Next())];
        var process = GaussianProcess.Fit(rows, [.. rows.Select(row => Math.Cos(5 * row[0]))], new double[30], [false, false], new GaussianProcessOptions());
        Assert.True(process.Parameters.Lengthscales[1] > 4 * process.Parameters.Lengthscales[0], string.Join(" ", process.Parameters.Lengthscales));
        Assert.Equal(Math.Cos(2), process.Predict([0.4, 0.1]).Mean, 1);
    }

    [Fact]
    public void Fit_EqualValuesOrEqualPoints_StaysFinite()
    {
        var flat = GaussianProcess.Fit([[0.1], [0.5], [0.9]], [7, 7, 7], [0, 0, 0], [false], new GaussianProcessOptions());
        Assert.Equal(7, flat.Predict([0.3]).Mean, 6);
        var same = GaussianProcess.Fit([[0.5], [0.5], [0.5]], [1, 2, 3], [0, 0, 0], [false], new GaussianProcessOptions());
        Assert.True(double.IsFinite(same.Predict([0.1]).Mean) && double.IsFinite(same.Predict([0.1]).Deviation));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
