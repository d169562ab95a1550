using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Annotations;
using LtoAutoscope.Imaging.Golden;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Golden;

public sealed class GoldenComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-golden-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_TwoNetworks_ScoresEachAgainstTheTruthAndDrawsBoth()
    {
        GreyImage picture = Scenes.Field(192, 160, 30);
        var truth = new LabelImage(192, 160);
        int label = 0;
        for (double y = 54; y < 130; y += 54)
        {
            for (double x = 54; x < 162; x += 54)
            {
                label++;
                for (int i = 0; i < truth.Labels.Length; i++)
                    if (Math.Pow(i % 192 - x, 2) + Math.Pow(i / 192 - y, 2) <= 225) truth.Labels[i] = label;
            }
        }

        string set = Path.Combine(_folder, "set");
        await AnnotationFolder.WriteAsync(set, new[]
        {
            PictureExport.Of("discs", new Frame(new FrameMetadata { FrameId = "discs", WidthPx = 192, HeightPx = 160, BitsPerPixel = 8, PixelSizeNm = 1 }, picture), truth, "", ""),
        }.ToAsyncEnumerable(), TimeProvider.System.GetUtcNow(), null, TestContext.Current.CancellationToken);
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);
        GoldenFrameResult result = Assert.Single(await GoldenComparison.RunAsync(GoldenFrame.Find("set", set, TestContext.Current.CancellationToken), model, model, _folder, null, TestContext.Current.CancellationToken));

        Assert.Equal(label, result.Particles);
        Assert.Equal(result.Old, result.New);
        Assert.True(result.Old is { ForegroundIou: > 0.8, Ap50: > 0.8, CountError: < 0.2 }, result.Old.ToString());
        Assert.True(new FileInfo(Path.Combine(_folder, result.Picture)).Length > 1000);
    }
}
