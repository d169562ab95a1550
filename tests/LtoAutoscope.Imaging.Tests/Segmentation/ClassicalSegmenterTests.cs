using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

public sealed class ClassicalSegmenterTests
{
    [Fact]
    public void Segment_TouchingDiscs_AreSplit()
    {
        GreyImage image = Scenes.Discs(200, 120, 8, 1, (60, 60, 40), (98, 60, 40), (160, 60, 30));

        LabelImage labels = new ClassicalSegmenter().Segment(image);

        Assert.Equal(3, labels.Maximum);
        Assert.NotEqual(labels[50, 60], labels[108, 60]);
    }

    [Fact]
    public void Segment_DarkParticles_AreFoundToo()
    {
        GreyImage image = Scenes.Discs(200, 120, 8, 1, (60, 60, 40), (140, 60, 40));
        var dark = new GreyImage(200, 120, 8, [.. image.Pixels.Select(p => (ushort)(255 - p))]);

        LabelImage labels = new ClassicalSegmenter().Segment(dark);

        Assert.Equal(2, labels.Maximum);
        Assert.Equal(0, labels[5, 5]);
    }

    [Fact]
    public void DistanceTransform_RandomMasks_EqualsBruteForce()
        => Gen.Bool.Array[12 * 9].Sample(inside =>
        {
            float[] distance = DistanceTransform.Of(inside, 12);
            if (inside.All(i => i)) return;
            for (int i = 0; i < inside.Length; i++)
            {
                double nearest = double.PositiveInfinity;
                for (int j = 0; j < inside.Length; j++)
                    if (!inside[j]) nearest = Math.Min(nearest, Math.Pow(i % 12 - j % 12, 2) + Math.Pow(i / 12 - j / 12, 2));
                Assert.Equal(Math.Sqrt(nearest), distance[i], 1e-4);
            }
        }, iter: 100);
}
