using System.Text.Json;
using BitMiracle.LibTiff.Classic;
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
        Assert.Equal(["a_labels.png", "a_overlay.png", "b_labels.png", "b_overlay.png", "images.json", "morphology.json", "particles.csv"],
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

    [Theory]
    [InlineData("inch", 300.0, ResUnit.INCH)]
    [InlineData("cm", 2e6, ResUnit.CENTIMETER)]
    [InlineData("mm", 10.0, ResUnit.NONE)]
    public async Task RunAsync_ImageJSavedAPrintResolution_TheOptionCounts(string word, double resolution, ResUnit unit)
    {
        string path = Path.Combine(folder.FullName, "saved.tif");
        await AtomicFile.WriteAsync(path, Formats.TestTiff.Simple(t =>
        {
            t.SetField(TiffTag.IMAGEDESCRIPTION, $"ImageJ=1.54f\nunit={word}\n");
            t.SetField(TiffTag.XRESOLUTION, resolution);
            t.SetField(TiffTag.YRESOLUTION, resolution);
            t.SetField(TiffTag.RESOLUTIONUNIT, unit);
        }), TestContext.Current.CancellationToken);

        FolderAnalysisResult result = await FolderAnalysis.RunAsync([path], Options() with { PixelSizeNm = 2 }, null, TestContext.Current.CancellationToken);

        Assert.Equal((2.0, "--pixel-size-nm"), (result.Images[0].PixelSizeNm, result.Images[0].PixelSizeSource));
    }

    [Fact]
    public async Task RunAsync_ScaleBarInThePicture_IsOfferedThenUsedWhenTold()
    {
        GreyImage image = Scenes.Field(400, 300, 30);
        for (int y = 280; y < 284; y++)
            for (int x = 40; x < 140; x++) image[x, y] = 255;
        for (int y = 274; y < 290; y++) image[40, y] = image[139, y] = 255;
        await Png("bar.png", image);
        string path = Path.Combine(folder.FullName, "bar.png");

        InputException e = await Assert.ThrowsAsync<InputException>(() => FolderAnalysis.RunAsync([path], Options(), null, TestContext.Current.CancellationToken));
        FolderAnalysisResult result = await FolderAnalysis.RunAsync([path], Options() with { ScaleBarNm = 200 }, null, TestContext.Current.CancellationToken);

        Assert.Contains("a scale bar of 100 px", e.Message, StringComparison.Ordinal);
        Assert.Contains("--scale-bar", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "bar_scalebar.png")));
        Assert.Equal((2.0, "--scale-bar"), (result.Images[0].PixelSizeNm, result.Images[0].PixelSizeSource));
        Assert.Contains("200 nm = 100 px", result.Morphology.ScaleNote, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SeveralPages_AreImagesOfTheirOwn()
    {
        string path = Path.Combine(folder.FullName, "stack.tif");
        await AtomicFile.WriteAsync(path, Formats.TestTiff.Write("w", t => Formats.TestTiff.GreyPage(t, 8), t => Formats.TestTiff.GreyPage(t, 8, add: 40)), TestContext.Current.CancellationToken);

        FolderAnalysisResult result = await FolderAnalysis.RunAsync([path], Options() with { PixelSizeNm = 2 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(["stack_page1.tif", "stack_page2.tif"], result.Images.Select(static i => i.Image));
        Assert.True(File.Exists(Path.Combine(Out, "stack_page2_overlay.png")));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Out, "images.json"), TestContext.Current.CancellationToken));
        Assert.Equal("--pixel-size-nm", json.RootElement[1].GetProperty("pixel_size_nm").GetProperty("source").GetString());
        Assert.Equal(Formats.TestTiff.Height, json.RootElement[1].GetProperty("picture").GetProperty("value").GetProperty("height").GetInt32());
    }

    [Fact]
    public async Task RunAsync_MetadataTellTheBar_ItIsNotAnalysed()
    {
        string path = Path.Combine(folder.FullName, "fei.tif");
        await AtomicFile.WriteAsync(path, Formats.TestTiff.Simple(t => Formats.TestTiff.Vendor(t, 34682,
            $"[User]\r\nDate=1/2/2020\r\n[Scan]\r\nPixelWidth=2e-9\r\nPixelHeight=2e-9\r\n[Image]\r\nResolutionX={Formats.TestTiff.Width}\r\nResolutionY=36\r\n")), TestContext.Current.CancellationToken);

        FolderAnalysisResult result = await FolderAnalysis.RunAsync([path], Options() with { PixelSizeNm = 5 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, result.Images[0].PixelSizeNm!.Value, 6);
        Assert.Contains("not the 5 nm given", result.Images[0].Note, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Out, "images.json"), TestContext.Current.CancellationToken));
        Assert.Equal(36, json.RootElement[0].GetProperty("picture").GetProperty("value").GetProperty("height").GetInt32());
        Assert.Contains("FEI tag 34682", json.RootElement[0].GetProperty("picture").GetProperty("source").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1.0, null)]
    [InlineData(1e9, null)]
    [InlineData(2.0, 100.0)]
    public async Task RunAsync_ImpossibleScaleOptions_AreRefusedByName(double pixel, double? bar)
    {
        await Png("a.png", Scenes.Field(200, 200, 30));

        InputException e = await Assert.ThrowsAsync<InputException>(() => FolderAnalysis.RunAsync(
            FolderAnalysis.FindImages([folder.FullName]), Options() with { PixelSizeNm = pixel, ScaleBarNm = bar }, null, TestContext.Current.CancellationToken));

        Assert.StartsWith("--", e.Message, StringComparison.Ordinal);
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
