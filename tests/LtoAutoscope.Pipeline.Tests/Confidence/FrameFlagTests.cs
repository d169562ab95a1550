using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Tests.Confidence;

/// <summary>The shipped network with the shipped confidence model: ordinary frames pass, strange ones are flagged.</summary>
public sealed class FrameFlagTests : IDisposable
{
    private const int Width = 512, Height = 384;
    private const double NanometresPerPixel = 2.8;

    private readonly SegmentationModel model = SegmentationModel.Load(Path.Combine(Repository.Models, "lto-unet.onnx"), new SegmentationModelOptions { IntraOpThreads = 1 });

    public void Dispose() => model.Dispose();

    [Fact]
    public void Load_ShippedNetwork_HasAConfidenceModelOfItsOwn()
    {
        Assert.NotNull(model.Confidence);
        Assert.Equal(model.Sha256, model.Confidence.ModelSha256);
    }

    [Fact]
    public void Analyse_OrdinaryFrames_AreNotFlagged()
    {
        for (int i = 0; i < 6; i++)
        {
            FrameAnalysis analysis = Analyse(Powder(DemoHolder.RoundedPowder((ulong)(40 + i))));
            Assert.True(analysis.Particles.Count > 10);
            Assert.True(analysis.Review.Flags.Count == 0, $"frame {i}: {string.Join("; ", analysis.Review.Flags)}");
            Assert.InRange(analysis.Review.OutOfDistribution!.Value, 0, 0.99);
        }
    }

    [Fact]
    public void Analyse_PureNoise_IsFlagged()
    {
        var random = new Random(1);
        AssertFlagged((_, _) => random.Next(256));
    }

    [Fact]
    public void Analyse_EmptySubstrate_IsFlagged() => AssertFlagged(Powder(DemoHolder.RoundedPowder(7) with { NumberDensityPerUm2 = 1e-6 }));

    [Fact]
    public void Analyse_PhotoOfALandscape_IsFlagged()
    {
        // A sky that darkens upwards, a ridge in haze, a darker foreground.
        var random = new Random(2);
        AssertFlagged((x, y) =>
        {
            double ridge = 200 + 40 * Math.Sin(x / 70.0) + 18 * Math.Sin(x / 23.0 + 1), shore = 300 + 12 * Math.Sin(x / 110.0);
            double grey = y < ridge ? 120 + 100.0 * y / Height : y < shore ? 110 - 0.2 * (y - ridge) : 45 + 20 * Math.Sin(x / 9.0 + y / 5.0);
            return (int)Math.Clamp(grey + random.Next(-4, 5), 0, 255);
        });
    }

    [Fact]
    public void Analyse_PageOfText_IsFlagged()
    {
        // Letters of random strokes on a grid of lines and columns, words apart.
        AssertFlagged((x, y) =>
        {
            int line = y / 18, column = x / 9, u = x % 9, v = y % 18;
            if (u > 6 || v is < 3 or > 13 || new Random(line * 7919 + column).Next(6) == 0) return 245;
            int strokes = new Random(line * 104729 + column).Next(1, 128);
            bool ink = (strokes & 1) != 0 && u <= 1 || (strokes & 2) != 0 && u >= 5 || (strokes & 4) != 0 && v <= 4 || (strokes & 8) != 0 && v is 7 or 8 || (strokes & 16) != 0 && v >= 12;
            return ink ? 20 : 245;
        });
    }

    [Fact]
    public void Analyse_HeavyDefocus_IsFlagged() => AssertFlagged(Powder(DemoHolder.RoundedPowder(41), defocusUm: 60));

    private static GreyImage Powder(PowderParameters powder, double defocusUm = 0) => new SyntheticPowderWorld(powder).Render(
        new ViewRequest
        {
            CentreXMm = 0, CentreYMm = 0, FieldWidthUm = Width * NanometresPerPixel / 1000, WidthPx = Width, HeightPx = Height, Identity = 1, DefocusUm = defocusUm,
        }, TestContext.Current.CancellationToken);

    private void AssertFlagged(Func<int, int, int> grey)
    {
        var image = new GreyImage(Width, Height, 8);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++) image[x, y] = (ushort)grey(x, y);
        AssertFlagged(image);
    }

    private void AssertFlagged(GreyImage image)
    {
        FrameReview review = Analyse(image).Review;
        TestContext.Current.SendDiagnosticMessage("{0:0.000}, second opinion {1:0.000}: {2}", review.OutOfDistribution ?? double.NaN, review.SecondOpinionIou ?? double.NaN, string.Join("; ", review.Flags));
        Assert.NotEmpty(review.Flags);
    }

    private FrameAnalysis Analyse(GreyImage image) => new FrameAnalyser(model, new SegmentationSettings(), 68).Analyse(
        new Frame(new FrameMetadata { FrameId = "f", WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = NanometresPerPixel }, image),
        TestContext.Current.CancellationToken).Analysis;
}
