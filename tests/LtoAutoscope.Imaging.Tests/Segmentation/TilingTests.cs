using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

/// <summary>With the network that ships: how a frame is cut into tiles, and by how many threads it is worked on, must not show.</summary>
public sealed class TilingTests
{
    private const int Width = 1100, Height = 700;
    private static readonly GreyImage Image = Crowd(Width, Height);

    public static TheoryData<int, int, int> Tilings => new() { { 576, 192, 2 }, { 640, 192, 1 }, { 768, 192, 2 }, { 768, 256, 1 } };

    [Theory]
    [MemberData(nameof(Tilings))]
    public void Segment_AnyTilingAndThreads_GivesTheSameParticles(int tile, int overlap, int threads)
    {
        LabelImage whole = Labels(new SegmentationModelOptions { IntraOpThreads = 1 }, 30);

        LabelImage tiled = Labels(new SegmentationModelOptions { IntraOpThreads = threads, TilePx = tile, OverlapPx = overlap, WholeFramePixels = 0 }, 30);

        Assert.True(whole.Maximum > 150, $"{whole.Maximum} particles");
        Assert.Equal(whole.Maximum, tiled.Maximum);
        Assert.InRange(Differing(whole, tiled), 0, whole.Labels.Length / 1000);
    }

    [Fact]
    public void Segment_TilesAtAnotherScale_GiveTheSameParticles()
    {
        LabelImage whole = Labels(new SegmentationModelOptions { IntraOpThreads = 2 }, 38);

        LabelImage tiled = Labels(new SegmentationModelOptions { IntraOpThreads = 2, TilePx = 576, WholeFramePixels = 0 }, 38);

        Assert.Equal(whole.Maximum, tiled.Maximum);
        Assert.InRange(Differing(whole, tiled), 0, whole.Labels.Length / 1000);
    }

    /// <summary>Pixels that belong to another particle: labels run in reading order, so that equal masks have equal labels.</summary>
    private static int Differing(LabelImage a, LabelImage b) => a.Labels.Zip(b.Labels).Count(pair => pair.First != pair.Second);

    private static LabelImage Labels(SegmentationModelOptions options, double expectedDiameterPx)
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.ShippedModel, options);
        return new ParticleSegmenter(model, new SegmentationSettings()).Segment(Image, expectedDiameterPx, TestContext.Current.CancellationToken).Labels;
    }

    /// <summary>Discs at random places, many of which touch; some lie across every seam.</summary>
    private static GreyImage Crowd(int width, int height)
    {
        var random = new Random(3);
        var image = new GreyImage(width, height, 8);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)random.Next(40, 70);
        for (int i = 0; i < 330; i++)
        {
            double cx = random.NextDouble() * width, cy = random.NextDouble() * height, radius = 10 + 9 * random.NextDouble();
            int tone = random.Next(-15, 15);
            for (int y = Math.Max(0, (int)(cy - radius)); y < Math.Min(height, cy + radius); y++)
            {
                for (int x = Math.Max(0, (int)(cx - radius)); x < Math.Min(width, cx + radius); x++)
                {
                    double part = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (radius * radius);
                    if (part <= 1) image[x, y] = (ushort)(140 + tone + 70 * part * part + random.Next(-12, 12));
                }
            }
        }

        return image;
    }
}
