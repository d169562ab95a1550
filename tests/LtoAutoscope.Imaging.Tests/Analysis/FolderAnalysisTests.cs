using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Tests.Analysis;

public sealed class FolderAnalysisTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-analysis-");

    public void Dispose() => folder.Delete(recursive: true);

    private string Out => Path.Combine(folder.FullName, "out");

    [Fact]
    public async Task RunAsync_GoodAndBadImages_WritesAllAndReportsTheBad()
    {
        await Png("b.png", Scenes.Field(400, 300, 30, 1));
        await Png("a.png", Scenes.Field(400, 300, 30, 2));
        await AtomicFile.WriteTextAsync(Path.Combine(folder.FullName, "broken.png"), "no image", TestContext.Current.CancellationToken);

        FolderAnalysisResult result = await FolderAnalysis.RunAsync(
            FolderAnalysis.FindImages([folder.FullName]), Options() with { PixelSizeNm = 2, Labels = true }, null, TestContext.Current.CancellationToken);

        Assert.Equal(["a.png", "b.png", "broken.png"], result.Images.Select(i => Path.GetFileName(i.Path)));
        Assert.Equal(1, result.Failures);
        Assert.Contains("broken.png", result.Images[2].Error, StringComparison.Ordinal);
        Assert.InRange(result.Morphology.DiameterNm.Mean, 58.5, 61.5);
        Assert.Equal(2, result.Morphology.FrameCount);
        Assert.Equal(["a_labels.png", "a_overlay.png", "b_labels.png", "b_overlay.png", "morphology.json", "particles.csv"],
            Directory.GetFiles(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        IReadOnlyList<Particle> table = ParticleTableReader.Read(Path.Combine(Out, "particles.csv"));
        Assert.Equal(result.Images.Sum(i => i.Particles), table.Count);
        await using FileStream mask = File.OpenRead(Path.Combine(Out, "a_labels.png"));
        LabelImage labels = PngImage.ReadLabels(mask, "a_labels.png");
        Assert.Equal(result.Images[0].Particles, labels.Maximum);
        Assert.Equal((400, 300), (labels.Width, labels.Height));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Out, "morphology.json"), TestContext.Current.CancellationToken));
        Assert.Equal(result.Morphology.DiameterNm.D90, json.RootElement.GetProperty("diameter_nm").GetProperty("d90").GetDouble());
        Assert.Equal(2, json.RootElement.GetProperty("volume_weighted").GetProperty("aspect_ratio").GetProperty("mean_ci95").GetArrayLength());
    }

    [Fact]
    public async Task RunAsync_NoPixelSize_NamesTheOption()
    {
        await Png("a.png", Scenes.Field(200, 200, 30));

        InputException e = await Assert.ThrowsAsync<InputException>(() => FolderAnalysis.RunAsync(
            FolderAnalysis.FindImages([folder.FullName]), Options(), null, TestContext.Current.CancellationToken));

        Assert.Contains("--pixel-size-nm", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Out, "particles.csv")));
    }

    [Fact]
    public async Task RunAsync_FileTellsItsScale_GoesBeforeTheOption()
    {
        GreyImage image = Scenes.Field(300, 300, 30);
        using var stream = new MemoryStream();
        new TiffFrameCodec().Write(new Frame(new FrameMetadata { FrameId = "f1", WidthPx = 300, HeightPx = 300, BitsPerPixel = 8, PixelSizeNm = 4 }, image), stream);
        string path = Path.Combine(folder.FullName, "f1.tif");
        await AtomicFile.WriteAsync(path, stream.ToArray(), TestContext.Current.CancellationToken);

        FolderAnalysisResult result = await FolderAnalysis.RunAsync([path], Options() with { PixelSizeNm = 2 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(4, result.Images[0].PixelSizeNm);
        Assert.Contains("4 nm", result.Images[0].Note, StringComparison.Ordinal);
        Assert.InRange(result.Morphology.DiameterNm.Mean, 117, 123);
    }

    [Fact]
    public async Task RunAsync_SameNamesInTwoFolders_OverwriteNothing()
    {
        await Png("one/a.png", Scenes.Field(200, 200, 30, 1));
        await Png("two/a.png", Scenes.Field(200, 200, 30, 2));

        await FolderAnalysis.RunAsync(
            FolderAnalysis.FindImages([Path.Combine(folder.FullName, "one"), Path.Combine(folder.FullName, "two")]), Options() with { PixelSizeNm = 1 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, Directory.GetFiles(Out, "*_overlay.png").Length);
    }

    [Fact]
    public void FindImages_NothingThere_Says()
    {
        Assert.Throws<InputException>(() => FolderAnalysis.FindImages([folder.FullName]));
        Assert.Throws<InputException>(() => FolderAnalysis.FindImages([Path.Combine(folder.FullName, "missing")]));
    }

    private FolderAnalysisOptions Options() => new() { OutputFolder = Out, ModelPath = Scenes.Model };

    private Task Png(string name, GreyImage image)
    {
        using var stream = new MemoryStream();
        PngImage.Write(image, stream);
        return AtomicFile.WriteAsync(Path.Combine(folder.FullName, name), stream.ToArray(), TestContext.Current.CancellationToken);
    }
}
