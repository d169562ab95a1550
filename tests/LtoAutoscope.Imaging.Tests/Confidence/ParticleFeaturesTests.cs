using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Confidence;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Confidence;

public sealed class ParticleFeaturesTests
{
    [Fact]
    public void Of_TwoTouchingParticles_MeasuresContactAndBorder()
    {
        // Two blocks of 3 × 3 side by side; the left one meets the border.
        var labels = new LabelImage(8, 5);
        for (int y = 1; y < 4; y++)
            for (int x = 0; x < 6; x++) labels[x, y] = x < 3 ? 1 : 2;
        SegmentationMaps maps = SegmentationMaps.Empty(8, 5);
        for (int i = 0; i < labels.Labels.Length; i++)
        {
            if (labels.Labels[i] == 0) continue;
            maps.Foreground[i] = 0.9f;
            maps.Distance[i] = 0.5f;
            maps.Boundary[i] = 0.2f;
        }

        maps.Distance[2 * 8 + 1] = 1;
        maps.Boundary[2 * 8 + 1] = 0;

        double[][] rows = ParticleFeatures.Of(maps, labels, 1, 30);

        Assert.Equal(3, rows.Length);
        double[] left = rows[1], right = rows[2];
        Assert.Equal(Math.Log(9), left[Index("foreground_logit")], 4);
        Assert.Equal((1, 0), (left[Index("border")], right[Index("border")]));

        // The left block's sides inside the picture: three above, three below, three to its neighbour.
        Assert.Equal(1.0 / 3, left[Index("contact")], 9);
        Assert.Equal(3.0 / 12, right[Index("contact")], 9);
        Assert.Equal(1, left[Index("peak_distance")], 6);
        Assert.Equal(1 - 0.4, left[Index("persistence")], 6);
        Assert.Equal(0, right[Index("persistence")], 6);
        Assert.Equal(0.2, right[Index("rim_boundary")], 6);
        Assert.Equal(0.9, right[Index("edge_contrast")], 6);
        Assert.Equal(Math.Log(2 * Math.Sqrt(9 / Math.PI) / 30), right[Index("log_size")], 9);
    }

    [Fact]
    public void Fit_SeparableByOneFeature_RanksByIt()
    {
        var random = new Random(4);
        double[][] rows = [.. Enumerable.Range(0, 400).Select(_ => ParticleFeatures.Names.Select(_ => random.NextDouble()).ToArray())];
        bool[] matched = [.. rows.Select(row => random.NextDouble() < row[ParticleFeatures.PeakDistance])];

        ParticleConfidence model = ParticleConfidence.Fit(rows, matched, [.. rows.Select(_ => 1.0)]);

        double[] low = [.. model.Means], high = [.. model.Means];
        (low[ParticleFeatures.PeakDistance], high[ParticleFeatures.PeakDistance]) = (0, 1);
        Assert.InRange(model.Of(low), 0.0, 0.25);
        Assert.InRange(model.Of(high), 0.75, 1.0);
    }

    private static int Index(string name) => Array.IndexOf(ParticleFeatures.Names, name);
}
