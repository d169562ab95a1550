using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

public sealed class SegmentationModelTests
{
    [Fact]
    public void Load_Fixture_TellsWhatItIs()
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);

        Assert.Equal(30, model.TargetDiameterPx);
        Assert.Matches("^bright 1 sha256:[0-9a-f]{64}$", model.Identity);
    }

    [Fact]
    public void Load_WrongShape_SaysWhatIsExpected()
    {
        InputException e = Assert.Throws<InputException>(() => SegmentationModel.Load(Scenes.WrongModel));

        Assert.Contains("[free, 3 or more, free, free]", e.Message, StringComparison.Ordinal);
        Assert.Equal(Scenes.WrongModel, e.Where);
    }

    [Fact]
    public void Load_NoModel_IsAnInputError()
    {
        string text = Path.Combine(AppContext.BaseDirectory, "LtoAutoscope.Imaging.dll");
        Assert.Throws<InputException>(() => SegmentationModel.Load(text));
        Assert.Throws<InputException>(() => SegmentationModel.Load("no-such-file.onnx"));
    }

    [Fact]
    public void Run_Maps_AreNamed()
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);

        SegmentationMaps maps = model.Run(new float[64 * 32], 64, 32);

        Assert.Equal(SegmentationMaps.Required, model.MapNames);
        Assert.Equal(3 * 64 * 32, maps.Values.Length);
        Assert.True(maps.TryGet("distance", out Span<float> distance) && distance == maps.Distance);
        Assert.False(maps.TryGet("size", out _));
    }

    [Fact]
    public void Load_TilesThatShow_AreRefused()
        => Assert.Throws<ArgumentException>(() => SegmentationModel.Load(Scenes.Model, new SegmentationModelOptions { TilePx = 512, OverlapPx = 64 }));

    [Theory]
    [InlineData(200, 512, 64)]
    [InlineData(512, 512, 64)]
    [InlineData(513, 512, 64)]
    [InlineData(4096, 768, 192)]
    [InlineData(3001, 768, 256)]
    [InlineData(1025, 1024, 320)]
    public void TileAxis_AnyLength_CoversWithOverlap(int length, int tile, int overlap)
    {
        TileAxis axis = TileAxis.For(length, tile, overlap);

        int[] starts = axis.Starts;
        Assert.True(axis.Size <= tile && axis.Size % 32 == 0);
        Assert.Equal(0, starts[0]);
        Assert.True(starts[^1] + axis.Size >= length && starts[^1] + axis.Size < length + 32);
        float[] total = new float[starts[^1] + axis.Size];
        for (int i = 0; i < starts.Length; i++)
        {
            Assert.Equal(0, starts[i] % 32);
            Assert.True(i == 0 || starts[i - 1] + axis.Size - starts[i] >= overlap, "tiles overlap");
            for (int k = 0; k < axis.Size; k++) total[starts[i] + k] += axis.Windows[i][k];
        }

        Assert.All(total, weight => Assert.Equal(1, weight, 1e-5));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(60)]
    public void Segment_KnownSize_CountsAllAndMeetsTheDiameter(double diameter)
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);
        GreyImage image = Scenes.Field(400, 300, diameter);

        SegmentationResult result = Run(model, image, diameter);

        double largest = Math.Sqrt(ParticleSegmenter.PromptPixels / (400.0 * 300)), wanted = model.TargetDiameterPx / diameter;
        Assert.Equal(wanted is > 1 / 1.1 and < 1.1 ? 1 : Math.Clamp(wanted, 0.1, largest), result.Scale, 9);
        Assert.Equal(Expected(400, 300, diameter), result.Labels.Maximum);
        Assert.InRange(ScaleSearch.MedianDiameter(result.Labels), diameter * 0.93, diameter * 1.07);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(110)]
    public void Segment_UnknownSize_FindsTheScale(double diameter)
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);
        GreyImage image = Scenes.Field(700, 600, diameter);

        SegmentationResult result = Run(model, image, null);

        Assert.InRange(result.Scale * diameter, model.TargetDiameterPx / 2, model.TargetDiameterPx * 2);
        Assert.Equal(Expected(700, 600, diameter), result.Labels.Maximum);
    }

    [Fact]
    public void Segment_DataBar_IsNotAnalysed()
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);
        GreyImage picture = Scenes.Field(400, 300, 30), image = Scenes.WithDataBar(picture, 40, 0, line: true);

        SegmentationResult without = Run(model, picture, 30), with = Run(model, image, 30);

        Assert.Equal(ImageRegion.Whole(400, 300), with.Analysed);
        Assert.Equal(without.Labels.Labels, with.Labels.Labels.Take(without.Labels.Labels.Length));
        Assert.Equal(image.Height, with.Labels.Height);
    }

    [Fact]
    public void Segment_Twice_IsTheSame()
    {
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);
        GreyImage image = Scenes.Field(300, 300, 25);

        Assert.Equal(Run(model, image, 25).Labels.Labels, Run(model, image, 25).Labels.Labels);
    }

    private static int Expected(int width, int height, double diameter)
    {
        int columns = 0, rows = 0;
        double pitch = 1.8 * diameter;
        for (double x = pitch; x < width - diameter; x += pitch) columns++;
        for (double y = pitch; y < height - diameter; y += pitch) rows++;
        return columns * rows;
    }

    private static SegmentationResult Run(SegmentationModel model, GreyImage image, double? diameter)
        => new ParticleSegmenter(model, new SegmentationSettings()).Segment(image, diameter, TestContext.Current.CancellationToken);
}
