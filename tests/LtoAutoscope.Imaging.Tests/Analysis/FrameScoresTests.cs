using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Analysis;

public sealed class FrameScoresTests
{
    [Fact]
    public void FocusScore_MoreBlur_IsLower()
    {
        GreyImage image = Scenes.Field(300, 200, 24);
        double last = double.PositiveInfinity;
        foreach (double sigma in (double[])[0, 1, 2, 4, 8])
        {
            double score = FocusScore.Of(Blurred(image, sigma));
            Assert.True(score < last * 0.95);
            last = score;
        }
    }

    [Fact]
    public void FocusScore_OtherGain_IsTheSame()
    {
        GreyImage image = Scenes.Field(300, 200, 24);
        var doubled = new GreyImage(300, 200, 16, [.. image.Pixels.Select(p => (ushort)(200 * p))]);

        Assert.Equal(1, FocusScore.Of(doubled) / FocusScore.Of(image), 1e-4);
    }

    [Fact]
    public void FrameChecks_TroubledFrames_AreNamed()
    {
        GreyImage image = Scenes.Field(200, 150, 24);
        var white = new GreyImage(200, 150, 8, [.. image.Pixels.Select((p, i) => i % 5 == 0 ? (ushort)255 : p)]);

        Assert.True(FrameChecks.Of(image).IsSound);
        Assert.True(FrameChecks.Of(new GreyImage(200, 150, 8)).IsBlank);
        Assert.True(FrameChecks.Of(white).IsSaturated);
        Assert.True(FrameChecks.Of(image, image).IsFrozen);
        Assert.False(FrameChecks.Of(image, Scenes.Field(200, 150, 24, 2)).IsFrozen);
        Assert.Single(FrameChecks.Of(image, image).Problems);
    }

    [Fact]
    public async Task FrameAnalyser_Frame_MeasuresInNanometres()
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);
        var analyser = new FrameAnalyser(model, new SegmentationSettings(), 150);
        GreyImage image = Scenes.Field(400, 300, 30);
        var metadata = new FrameMetadata { FrameId = "a01-f0001", WidthPx = 400, HeightPx = 300, BitsPerPixel = 8, PixelSizeNm = 5 };

        FrameAnalysis analysis = await analyser.AnalyseAsync(new Frame(metadata, image), TestContext.Current.CancellationToken);

        Assert.Equal(model.Identity, analyser.ModelIdentity);
        Assert.InRange(analysis.Particles.Average(p => p.DiameterNm), 147, 153);
        Assert.Equal("a01-f0001-0001", analysis.Particles[0].ParticleId);
        Assert.Equal(analysis.Labels.Labels.Count(l => l > 0) / 120000.0, analysis.ForegroundFraction, 12);
        await Assert.ThrowsAsync<InputException>(() => analyser.AnalyseAsync(
            new Frame(metadata with { PixelSizeNm = null }, image), TestContext.Current.CancellationToken));
    }

    private static GreyImage Blurred(GreyImage image, double sigma)
    {
        float[] blurred = GaussianBlur.Apply([.. image.Pixels.Select(p => (float)p)], image.Width, image.Height, sigma);
        return new GreyImage(image.Width, image.Height, 8, [.. blurred.Select(b => (ushort)Math.Round(b))]);
    }
}
