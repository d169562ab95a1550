using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats.Vendors;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Pipeline.Exchange;

namespace LtoAutoscope.Pipeline.Tests.Exchange;

public sealed class FolderReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-folder-report-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WriteAsync_ImagesFromElsewhere_MakesTheSameDocumentAndSaysWhatIsNotKnown()
    {
        var random = new Random(3);
        Particle[] particles = [.. Enumerable.Range(0, 60).Select(i => ParticleOf(i < 30 ? "one.tif" : "two.png", i + 1, 80 + 40 * random.NextDouble()))];
        await ParticleTableWriter.WriteAsync(Path.Combine(_folder, "particles.csv"), particles, Token);
        var summary = new MeasureSummary { Mean = 100, Median = 99, Std = 12, D10 = 84, D50 = 99, D90 = 117, MeanCi95 = [95, 105], MedianCi95 = [94, 104] };
        var morphology = new Morphology
        {
            ParticleCount = 60, FrameCount = 2, PixelSizeNm = 2, DiameterNm = summary, AspectRatio = summary, FractalDimension = summary, SegmentationModel = "net sha256:1", VolumeWeighted = new MorphologySummaries { DiameterNm = summary, AspectRatio = summary, FractalDimension = summary },
        };
        var result = new FolderAnalysisResult(morphology, [new ImageOutcome("/x/one.tif", 30, 30, 2, null, null), new ImageOutcome("/x/two.png", 30, 30, 2, null, null), new ImageOutcome("/x/broken.tif", 0, 0, null, null, "The TIFF is damaged")])
        {
            Provider = ExecutionProvider.Processor, Reports = [Image("one.tif", new ImageFacts { Vendor = new Known<string>("Zeiss", "tag"), Instrument = new Known<string>("Merlin", "tag"), BeamEnergyKv = new Known<double>(5, "tag") }), Image("two.png", ImageFacts.None)],
        };
        IReadOnlyList<string> written = await FolderReport.WriteAsync(_folder, result, new FolderReportAbout { SampleName = "Old images", SoftwareVersion = "1" }, TimeProvider.System, Token);
        string html = await File.ReadAllTextAsync(written[0], Token);
        foreach (string expected in (string[])["Old images", "Zeiss Merlin", "The TIFF is damaged", "the cell model has not run", "no regression model was applied", "taken elsewhere", new string('a', 64)]) Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotContain("Simulated", html, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(written[1], Token))!;
        Assert.Equal("images", json["origin"]!.GetValue<string>());
        Assert.Equal(5, json["conditions"]!["beam_energy"]!["maximum"]!.GetValue<double>());
        Assert.Null(json["conditions"]!["recipe"]);
        Assert.Equal(2, json["frames"]!.AsArray().Count);
    }

    private static ImageReport Image(string name, ImageFacts facts) => new()
    {
        Image = name, Path = "/x/" + name, Sha256 = new string('a', 64), WidthPx = 512, HeightPx = 384, BitsPerPixel = 8, Picture = new Known<PixelArea>(new PixelArea(0, 0, 512, 384), "the whole file"), PixelSizeNm = new Known<double>(2, "--pixel-size-nm"), Metadata = facts,
    };

    private static Particle ParticleOf(string image, int label, double diameter) => new()
    {
        ParticleId = FormattableString.Invariant($"{image}-{label:0000}"), Frame = image, LabelId = label, XPx = 100 + label, YPx = 90, AreaNm2 = Math.PI * diameter * diameter / 4, DiameterNm = diameter, FeretMaxNm = diameter, FeretMinNm = diameter, LengthNm = diameter,
        WidthNm = diameter, AspectRatio = 1 + label / 100.0, PerimeterNm = Math.PI * diameter, Circularity = 1, Solidity = 1, FractalDimension = 1.02 + label / 1000.0, FractalDimensionSe = 0.01, TouchesBorder = false, Weight = 1.1, Confidence = 0.9,
    };
}
