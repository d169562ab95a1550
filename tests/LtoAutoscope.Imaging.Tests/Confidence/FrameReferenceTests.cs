using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Confidence;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Confidence;

public sealed class FrameReferenceTests
{
    [Fact]
    public void Objection_PictureFarOff_NamesTheFigureAndOrdinaryOnesPass()
    {
        FrameReference reference = FrameReference.Fit(Ordinary(1, 120));
        double[] strange = Ordinary(2, 1)[0];
        strange[Array.IndexOf(FrameStatistics.Names, "noise")] += 12;

        Assert.Contains("grainier", reference.Objection(strange), StringComparison.Ordinal);
        Assert.Equal(1, reference.Score(reference.Distance(strange)));
        int flagged = Ordinary(3, 200).Count(figures => reference.Objection(figures) is not null);
        Assert.InRange(flagged, 0, 18);
        Assert.InRange(Ordinary(4, 200).Average(figures => reference.Score(reference.Distance(figures))), 0.35, 0.65);
    }

    [Fact]
    public void Distance_CorrelatedFiguresThatPart_IsFarther()
    {
        // Two figures that always move together: apart from one another they are strange, together they are not.
        double[][] pictures = Ordinary(5, 150);
        foreach (double[] p in pictures) p[1] = p[0];
        FrameReference reference = FrameReference.Fit(pictures);
        double[] together = new double[FrameStatistics.Names.Length], apart = [.. together];
        (together[0], together[1], apart[0], apart[1]) = (2, 2, 2, -2);
        Assert.True(reference.Distance(apart) > 2 * reference.Distance(together));
    }

    [Fact]
    public void Distance_MissingFigures_CountAsTheMean()
    {
        FrameReference reference = FrameReference.Fit(Ordinary(6, 100));
        double[] mean = [.. reference.Means], missing = [.. mean];
        missing[3] = double.NaN;
        Assert.Equal(0, reference.Distance(mean), 9);
        Assert.Equal(0, reference.Distance(missing), 9);
    }

    [Fact]
    public void SecondOpinion_SameAndOtherMask_AgreesAndDisagrees()
    {
        GreyImage image = Scenes.Field(400, 300, 30);
        float[] grey = GreyNormalisation.Standardise(image);
        LabelImage right = new ClassicalSegmenter().Segment(image), inverted = new(400, 300, [.. right.Labels.Select(label => label > 0 ? 0 : 1)]);
        var limits = new SecondOpinionLimits(0.5, 1.0 / 3, 3);

        SecondOpinion agreed = SecondOpinion.Of(grey, 400, 300, right, 30), opposed = SecondOpinion.Of(grey, 400, 300, inverted, 30);

        Assert.InRange(agreed.ForegroundIou, 0.8, 1);
        Assert.InRange(Math.Abs(agreed.LogCountRatio), 0, 0.05);
        Assert.Null(limits.Objection(agreed));
        Assert.Contains("share", limits.Objection(opposed), StringComparison.Ordinal);
        Assert.Contains("counts 90 particles", limits.Objection(agreed with { NetworkCount = 90, ClassicalCount = 10 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_NoiseBlurAndLines_MoveTheirFigures()
    {
        GreyImage ordinary = Scenes.Field(300, 300, 24);
        var lines = new GreyImage(300, 300, 8);
        for (int y = 0; y < 300; y++)
            for (int x = 0; x < 300; x++) lines[x, y] = (ushort)(y / 6 % 2 == 0 ? 60 : 180);
        float[] sharp = GreyNormalisation.Standardise(ordinary), soft = GaussianBlur.Apply(sharp, 300, 300, 4);

        double[] before = Figures(sharp), blurred = Figures(soft), striped = Figures(GreyNormalisation.Standardise(lines));

        Assert.True(blurred[At("noise")] < before[At("noise")] - 1);
        Assert.True(blurred[At("detail_2px")] < before[At("detail_2px")] - 1);
        Assert.True(striped[At("anisotropy")] > before[At("anisotropy")] + 3);
        Assert.True(double.IsNaN(before[At("peak_distance")]));
    }

    private static int At(string name) => Array.IndexOf(FrameStatistics.Names, name);

    private static double[] Figures(float[] grey) => FrameStatistics.Of(grey, SegmentationMaps.Empty(300, 300), new LabelImage(300, 300), [[]], [0]);

    private static double[][] Ordinary(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => FrameStatistics.Names.Select(_ => random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2).ToArray())];
    }
}
