using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class MorphologyStatisticsTests
{
    [Fact]
    public void Summarise_EqualWeights_KnownMoments()
    {
        Morphology morphology = MorphologyStatistics.Summarise([[Of(1), Of(2), Of(3), Of(4), Of(10)]], 1);

        Assert.Equal(5, morphology.ParticleCount);
        Assert.Equal(4, morphology.DiameterNm.Mean, 12);
        Assert.Equal(3, morphology.DiameterNm.Median, 12);
        Assert.Equal(Math.Sqrt(10), morphology.DiameterNm.Std, 12);
        Assert.Equal(1, morphology.DiameterNm.D10, 12);
        Assert.Equal(10, morphology.DiameterNm.D90, 12);
    }

    [Fact]
    public void Summarise_Weights_ShiftMeanAndQuantiles()
    {
        // Weights 1, 1, 2: positions of the points 1/8, 3/8, 3/4.
        Morphology morphology = MorphologyStatistics.Summarise([[Of(10, 1), Of(20, 1), Of(40, 2)]], 1);

        Assert.Equal(27.5, morphology.DiameterNm.Mean, 12);
        Assert.Equal(20 + 20 * (0.5 - 0.375) / (0.75 - 0.375), morphology.DiameterNm.Median, 12);
        Assert.Equal(10, morphology.DiameterNm.D10, 12);
        Assert.Equal(40, morphology.DiameterNm.D90, 12);
    }

    [Fact]
    public void Summarise_ByVolume_WeighsWithTheCube()
    {
        Morphology morphology = MorphologyStatistics.Summarise([[Of(1), Of(2)]], 1);

        Assert.Equal((1 + 8 * 2) / 9.0, morphology.VolumeWeighted.DiameterNm.Mean, 12);
    }

    [Fact]
    public void Summarise_BorderAndUnknownDimension_AreLeftOut()
    {
        Particle cut = Of(1000) with { TouchesBorder = true, Weight = 0 };
        Particle unknown = Of(2) with { FractalDimension = double.NaN };
        Morphology morphology = MorphologyStatistics.Summarise([[Of(1), unknown, cut]], 2.5, new SummaryOptions { SampleName = "s" });

        Assert.Equal(2, morphology.ParticleCount);
        Assert.Equal(1, morphology.BorderCount);
        Assert.Equal(1.5, morphology.DiameterNm.Mean, 12);
        Assert.Equal(1.1, morphology.FractalDimension.Mean, 12);
        Assert.Equal(2, morphology.Joint.Count);
        Assert.Equal("s", morphology.SampleName);
    }

    [Fact]
    public void Summarise_NoParticles_IsNaNNotZero()
    {
        Morphology morphology = MorphologyStatistics.Summarise([[], []], 1);

        Assert.Equal(0, morphology.ParticleCount);
        Assert.True(double.IsNaN(morphology.DiameterNm.Mean));
        Assert.All(morphology.DiameterNm.MeanCi95, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Summarise_SameSeed_SameIntervals()
    {
        IReadOnlyList<IReadOnlyList<Particle>> frames = Draw(new Random(3), 6, 30, 5);

        Assert.Equal(MorphologyStatistics.Summarise(frames, 1, new SummaryOptions { Seed = 9 }).DiameterNm.MeanCi95, MorphologyStatistics.Summarise(frames, 1, new SummaryOptions { Seed = 9 }).DiameterNm.MeanCi95);
    }

    [Fact]
    public void Summarise_FramesThatDiffer_WidenTheInterval()
    {
        IReadOnlyList<IReadOnlyList<Particle>> frames = Draw(new Random(3), 8, 100, 20);
        IReadOnlyList<IReadOnlyList<Particle>> mixed = [.. Enumerable.Range(0, 8).Select(f => (IReadOnlyList<Particle>)[.. frames.SelectMany(p => p).Where((_, i) => i % 8 == f)])];

        double[] clustered = MorphologyStatistics.Summarise(frames, 1).DiameterNm.MeanCi95Sampling!, even = MorphologyStatistics.Summarise(mixed, 1).DiameterNm.MeanCi95Sampling!;

        Assert.True(clustered[1] - clustered[0] > 3 * (even[1] - even[0]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Summarise_ManySamples_IntervalsCoverTheTruth(int frames)
    {
        const int Trials = 200;
        var random = new Random(5);
        int mean = 0, median = 0;
        for (int t = 0; t < Trials; t++)
        {
            MeasureSummary summary = MorphologyStatistics.Summarise(Draw(random, frames, 30, 6), 1, new SummaryOptions { Seed = t, Replicates = 200 }).DiameterNm;
            if (summary.MeanCi95Sampling![0] <= 100 && summary.MeanCi95Sampling[1] >= 100) mean++;
            if (summary.MedianCi95Sampling![0] <= 100 && summary.MedianCi95Sampling[1] >= 100) median++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{frames} frames: mean covered in {100.0 * mean / Trials} %, median in {100.0 * median / Trials} %");
        Assert.InRange(mean, 0.91 * Trials, 0.99 * Trials);
        Assert.InRange(median, 0.91 * Trials, 0.99 * Trials);
    }

    [Fact]
    public void Summarise_SmallFrames_WeightsUndoTheLossOfLargeParticles()
    {
        // Discs of 20 and 80 pixels, equally many, spread evenly over and around frames of 200 × 200.
        var random = new Random(8);
        List<IReadOnlyList<Particle>> frames = [];
        foreach (double diameter in (double[])[20, 80])
        {
            for (int k = 0; k < 24 * 24; k++)
            {
                double x = (k % 24 + random.NextDouble()) * 12.5 - 50, y = (k / 24 + random.NextDouble()) * 12.5 - 50;
                LabelImage labels = Shapes.Fill(200, 200, (u, v) => (u - x) * (u - x) + (v - y) * (v - y) <= diameter * diameter / 4);
                frames.Add(ParticleMeasurer.Measure(labels, null, 1, "f"));
            }
        }

        MeasureSummary weighted = MorphologyStatistics.Summarise(frames, 1, new SummaryOptions { Replicates = 20 }).DiameterNm;
        double plain = frames.SelectMany(p => p).Where(p => p.Counts).Average(p => p.DiameterNm);

        TestContext.Current.TestOutputHelper!.WriteLine($"true mean 50, weighted {weighted.Mean}, unweighted {plain}");
        Assert.InRange(weighted.Mean, 47.5, 52.5);
        Assert.True(plain < 44);
    }

    [Fact]
    public void Summarise_SmallFrames_TellsWhatTheWeightsDo()
    {
        Morphology morphology = MorphologyStatistics.Summarise(
            [[Of(10) with { Class = ParticleClass.Whole }, Of(40, 3) with { Class = ParticleClass.Overlapped }], [Of(90, 0) with { Class = ParticleClass.Cut, TouchesBorder = true }]], 1);

        Assert.Equal(new SelectionEffect(32.5, 25, 10), morphology.SelectionEffects!.DiameterNm);
        Assert.Equal(new ClassCounts(1, 1, 1, 0), morphology.Classes);
        Assert.Null(morphology.Agglomerates);
    }

    [Fact]
    public void Summarise_GeometricFigures_AreThoseOfTheLogarithms()
    {
        MeasureSummary summary = MorphologyStatistics.Summarise([[Of(10), Of(1000)]], 1).DiameterNm;

        Assert.Equal(100, summary.GeometricMean, 9);
        Assert.Equal(10, summary.GeometricStd, 9);
    }

    [Fact]
    public void Summarise_FileFromBeforeBudgets_StillReads()
    {
        Morphology now = MorphologyStatistics.Summarise(Draw(new Random(3), 3, 10, 5), 1);
        JsonObject old = JsonSerializer.SerializeToNode(now, DomainJson.File)!.AsObject();
        foreach (string key in (string[])["classes", "selection_effects", "agglomerates", "log_normal", "joint_summary", "precision", "uncertainty"]) old.Remove(key);
        foreach (string key in (string[])["mean_ci95_sampling", "median_ci95_sampling", "d10_ci95_sampling", "d90_ci95_sampling", "geometric_mean", "geometric_std"])
            old["diameter_nm"]!.AsObject().Remove(key);

        Morphology read = old.Deserialize<Morphology>(DomainJson.File)!;

        Assert.Equal(now.DiameterNm.MeanCi95, read.DiameterNm.MeanCi95);
        Assert.Empty(read.Uncertainty);
        Assert.True(double.IsNaN(read.DiameterNm.GeometricMean));
        Assert.Equal(now.Uncertainty[0].ExpandedUncertainty, JsonSerializer.Deserialize<Morphology>(JsonSerializer.Serialize(now, DomainJson.File), DomainJson.File)!.Uncertainty[0].ExpandedUncertainty);
    }

    private static IReadOnlyList<IReadOnlyList<Particle>> Draw(Random random, int frames, int each, double between)
        => [.. Enumerable.Range(0, frames).Select(_ =>
        {
            double shift = between * Normal(random);
            return (IReadOnlyList<Particle>)[.. Enumerable.Range(0, each).Select(_ => Of(100 + shift + 15 * Normal(random)))];
        })];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    internal static Particle Of(double diameter, double weight = 1) => new()
    {
        ParticleId = "f-0001", Frame = "f", LabelId = 1, XPx = 10, YPx = 11, AreaNm2 = Math.PI * diameter * diameter / 4, DiameterNm = diameter,
        FeretMaxNm = diameter, FeretMinNm = diameter, LengthNm = diameter, WidthNm = diameter, AspectRatio = 1.25, PerimeterNm = Math.PI * diameter,
        Circularity = 1, Solidity = 1, FractalDimension = 1.1, FractalDimensionSe = 0.01, TouchesBorder = false, Weight = weight, Confidence = 0.9,
    };
}
