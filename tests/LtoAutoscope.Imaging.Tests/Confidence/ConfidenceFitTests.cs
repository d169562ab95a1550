using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Confidence;
using LtoAutoscope.Imaging.Scoring;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Confidence;

public sealed class ConfidenceFitTests : IDisposable
{
    private const int Width = 160, Height = 128;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-confidence-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string ModelPath => Path.Combine(folder.FullName, "bright.onnx");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task RunAsync_PicturesWithFakeParticles_GivesThemLessConfidenceAndIsUsedByTheAnalyser()
    {
        File.Copy(Scenes.Model, ModelPath);
        for (int i = 0; i < 24; i++) await Picture(i);
        ConfidenceModel fitted;
        IReadOnlyList<(string Title, Reliability Series)> panels;
        using (SegmentationModel bare = SegmentationModel.Load(ModelPath))
        {
            Assert.Null(bare.Confidence);
            (fitted, panels) = await ConfidenceFit.RunAsync(bare, LabelledSet.Find(folder.FullName), true, 2, null, Token);
        }

        Assert.Equal(24, fitted.Pictures.Values.Sum());
        Assert.Equal(4, panels.Count);
        Assert.InRange(fitted.Quality!.ParticleAreaUnderCurve, 0.8, 1);
        Assert.True(fitted.Quality.ParticleEceAfter < fitted.Quality.ParticleEceBefore);
        await AtomicFile.WriteTextAsync(ConfidenceModel.PathFor(ModelPath), JsonSerializer.Serialize(fitted, DomainJson.File), Token);

        using SegmentationModel model = SegmentationModel.Load(ModelPath);
        Assert.Equal(fitted.Pixel, model.Confidence!.Pixel);
        (GreyImage image, LabelImage truth) = Scene(100);
        FrameAnalysis analysis = new FrameAnalyser(model, new SegmentationSettings(), 24).Analyse(Frame(image), Token).Analysis;
        Assert.NotNull(analysis.Review.OutOfDistribution);
        double real = analysis.Particles.Where(p => truth[(int)p.XPx, (int)p.YPx] > 0).Average(p => p.Confidence), fake = analysis.Particles.Where(p => truth[(int)p.XPx, (int)p.YPx] == 0).Average(p => p.Confidence);
        Assert.InRange(real, 0.8, 1);
        Assert.InRange(fake, 0, 0.5);

        // Nothing to see: noise alone.
        var random = new Random(9);
        var noise = new GreyImage(Width, Height, 8, [.. Enumerable.Range(0, Width * Height).Select(_ => (ushort)random.Next(256))]);
        FrameReview review = new FrameAnalyser(model, new SegmentationSettings(), 24).Analyse(Frame(noise), Token).Analysis.Review;
        Assert.True(review.IsFlagged);
        Assert.Equal(1, review.OutOfDistribution);
    }

    [Fact]
    public async Task Load_OtherNetworkOrDamage_IsIgnoredOrRefused()
    {
        File.Copy(Scenes.Model, ModelPath);
        string path = ConfidenceModel.PathFor(ModelPath);
        Assert.EndsWith("bright.confidence.json", path, StringComparison.Ordinal);
        await AtomicFile.WriteTextAsync(path, "{ \"model_sha256\": 3 }", Token);
        Assert.Equal(path, Assert.Throws<InputException>(() => SegmentationModel.Load(ModelPath)).Where);
        using (SegmentationModel.Load(ModelPath, new SegmentationModelOptions { Confidence = false }))
        {
        }

        var of = new ConfidenceModel
        {
            ModelSha256 = new string('0', 64), Pixel = new PixelCalibration(1, 0), Particle = new ParticleConfidence([], [], 0, [], []),
            Frame = new FrameReference([], [], [], [], [], 0), SecondOpinion = new SecondOpinionLimits(0.5, 0.3, 3),
        };
        await AtomicFile.WriteTextAsync(path, JsonSerializer.Serialize(of, DomainJson.File), Token);
        using SegmentationModel model = SegmentationModel.Load(ModelPath);
        Assert.Null(model.Confidence);
    }

    [Fact]
    public async Task RunAsync_TooFewPictures_SaysHowMany()
    {
        File.Copy(Scenes.Model, ModelPath);
        for (int i = 0; i < 3; i++) await Picture(i);
        using SegmentationModel bare = SegmentationModel.Load(ModelPath);
        await Assert.ThrowsAsync<InputException>(() => ConfidenceFit.RunAsync(bare, LabelledSet.Find(folder.FullName), true, 2, null, Token));
    }

    /// <summary>Real discs of 24 px, and small bright blots of 9 px that are none in truth.</summary>
    private static (GreyImage Image, LabelImage Truth) Scene(int seed)
    {
        var random = new Random(seed);
        List<(double X, double Y, double Diameter)> discs = [];
        int cell = 40;
        for (int y = cell / 2; y + cell / 2 <= Height; y += cell)
            for (int x = cell / 2; x + cell / 2 <= Width; x += cell) discs.Add((x + 4 * random.NextDouble(), y + 4 * random.NextDouble(), random.NextDouble() < 0.35 ? 9 : 22 + 4 * random.NextDouble()));
        var truth = new LabelImage(Width, Height);
        for (int k = 0; k < discs.Count; k++)
        {
            (double cx, double cy, double d) = discs[k];
            if (d < 20) continue;
            for (int y = 0; y < Height; y++)
                for (int x = 0; x < Width; x++)
                    if ((x - cx) * (x - cx) + (y - cy) * (y - cy) <= d * d / 4) truth[x, y] = k + 1;
        }

        return (Scenes.Discs(Width, Height, 8, seed, [.. discs]), truth);
    }

    private static Frame Frame(GreyImage image)
        => new(new FrameMetadata { FrameId = "f", WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = 1 }, image);

    private async Task Picture(int seed)
    {
        (GreyImage image, LabelImage truth) = Scene(seed);
        await Write($"images/{seed:00}.png", stream => PngImage.Write(image, stream));
        await Write($"labels/{seed:00}.png", stream => PngImage.WriteLabels(truth, stream));
    }

    private Task Write(string name, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        string path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return AtomicFile.WriteAsync(path, stream.ToArray(), Token);
    }
}
