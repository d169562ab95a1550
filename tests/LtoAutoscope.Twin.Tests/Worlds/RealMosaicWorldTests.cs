using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;
using static LtoAutoscope.Twin.Tests.Worlds.FrameFigures;

namespace LtoAutoscope.Twin.Tests.Worlds;

public sealed class RealMosaicWorldTests
{
    private static readonly RealMosaicWorld World = new(-14, 1);
    private static readonly string Images = Path.Combine(AppContext.BaseDirectory, "Assets", "ampis-powder");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void FrameCentres_Default_AreTwelveAroundTheCentre()
    {
        IReadOnlyList<(double XMm, double YMm)> centres = World.FrameCentres();
        Assert.Equal(12, centres.Count);
        Assert.Equal(-14, centres.Average(c => c.XMm), 1e-9);
        Assert.Equal(1, centres.Average(c => c.YMm), 1e-9);
        Assert.Equal(0.02304, World.FieldWidthMm, 1e-9);
        Assert.Equal(0.00512, World.FieldHeightMm, 1e-9);
    }

    [Theory]
    [InlineData(0, "Sc1Tile_001-001-000_0-000.png", 0, 0)]
    [InlineData(9, "Sc1Tile_001-002-000_0-000.png", 768, 512)]
    [InlineData(4, "Sc3Tile_008-007-000_0-000.png", 0, 0)]
    public void Render_NativeScaleInFocus_GivesTheSourcePixels(int frame, string file, int x, int y)
    {
        GreyImage image = World.Render(Frame(frame), Token);
        GreyImage source = Read(Path.Combine(Images, "images", file), PngImage.Read).Crop(x, y, 768, 512);
        Assert.True(Correlation([.. image.Pixels.Select(p => (double)p)], [.. source.Pixels.Select(p => (double)p)]) > 0.99);
        LabelImage truth = World.Truth(Frame(frame), Token)!, labels = Read(Path.Combine(Images, "labels", file), PngImage.ReadLabels);
        for (int j = 0; j < 512; j += 7)
            for (int i = 0; i < 768; i += 5)
                Assert.Equal(labels[x + i, y + j] > 0, truth[i, j] > 0);
        Assert.InRange(truth.Maximum, 40, 200);
    }

    [Fact]
    public void Render_Defocus_LowersTheLaplacian()
        => Assert.True(LaplacianVariance(World.Render(Frame(3) with { DefocusUm = 4 }, Token)) < 0.5 * LaplacianVariance(World.Render(Frame(3), Token)));

    [Fact]
    public void Render_FarOutside_IsMirroredPixels()
    {
        ViewRequest outside = Frame(0) with { CentreXMm = World.FieldOriginXMm };
        GreyImage image = World.Render(outside with { DwellUs = 1000 }, Token);
        double[] left = [.. Enumerable.Range(0, 384 * 512).Select(i => (double)image[383 - i % 384, i / 384])];
        double[] right = [.. Enumerable.Range(0, 384 * 512).Select(i => (double)image[384 + i % 384, i / 384])];
        Assert.True(Correlation(left, right) > 0.99);
    }

    [Fact]
    public void Constructor_NoImages_SaysWhatIsMissing()
        => Assert.Throws<InputException>(() => new RealMosaicWorld(0, 0, null, Path.Combine(AppContext.BaseDirectory, "nowhere")));

    private static ViewRequest Frame(int index)
    {
        (double x, double y) = World.FrameCentres()[index];
        return new ViewRequest { CentreXMm = x, CentreYMm = y, FieldWidthUm = 3.84, WidthPx = 768, HeightPx = 512, Identity = 1 };
    }

    private static T Read<T>(string path, Func<Stream, string, T> read)
    {
        using FileStream stream = File.OpenRead(path);
        return read(stream, path);
    }
}
