using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

public sealed class GreyNormalisationTests
{
    [Fact]
    public void Standardise_AnyImage_HasMeanZeroAndUnitDeviation()
    {
        float[] grey = GreyNormalisation.Standardise(Scenes.Field(200, 150, 20));

        Assert.Equal(0, grey.Average(), 1e-4);
        Assert.Equal(1, Math.Sqrt(grey.Average(g => (double)g * g)), 1e-4);
    }

    [Fact]
    public void Standardise_OtherGainAndDepth_IsTheSame()
    {
        GreyImage image = Scenes.Field(200, 150, 20);
        var wide = new GreyImage(200, 150, 16, [.. image.Pixels.Select(p => (ushort)(1000 + 100 * p))]);

        float[] a = GreyNormalisation.Standardise(image), b = GreyNormalisation.Standardise(wide);

        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-4f);
    }

    [Fact]
    public void Range_KnownValues_InterpolatesLikeNumpy()
    {
        var image = new GreyImage(5, 1, 8, [10, 20, 30, 40, 50]);

        Assert.Equal((11.0, 48.0), GreyNormalisation.Range(image, 2.5, 95));
    }

    [Fact]
    public void Standardise_FlatImage_IsFinite()
        => Assert.All(GreyNormalisation.Standardise(new GreyImage(8, 8, 8)), g => Assert.Equal(0, g));
}
