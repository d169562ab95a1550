using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats.Vendors;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Pipeline.Exchange;
using LtoAutoscope.Storage.Runs;

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

        // With a cell model beside: the report names the material's values and what the model resolves.
        await JsonFile.WriteAsync(Path.Combine(_folder, "fem", "result.json"), new CellPrediction
        {
            Ce1 = 0.95, Ce1Interval = [0.94, 0.96], LithiationMAhG = 152, DelithiationMAhG = 160, SideMAhG = 0, LossBreakdown = new LossBreakdown { SideReactionMAhG = 0, TrappedLithiumMAhG = 8 }, BalanceError = 1e-9, WallS = 1,
            RunWith = new Dictionary<string, object?> { ["efficiency"] = EfficiencyConvention.LithiationOverDelithiation.Words() },
        }, Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "fem", "voltage.csv"), "time_s,current_A_m2,voltage_V,lithiation,charge_C_m2,side_charge_C_m2\n", Token);
        Material lfp = MaterialFile.Load(Path.Combine(Repository.Root, "config", "materials", "lfp.yaml"));
        written = await FolderReport.WriteAsync(_folder, result, new FolderReportAbout { SampleName = "Old images", SoftwareVersion = "1", Material = lfp, CellModel = new CellModelSettings { Fidelity = CellModelFidelity.P2d } }, TimeProvider.System, Token);
        json = JsonNode.Parse(await File.ReadAllTextAsync(written[1], Token))!;
        Assert.Equal("cathode", json["cell_model"]!["material"]!["role"]!.GetValue<string>());
        Assert.NotEmpty(json["cell_model"]!["material"]!["values"]!.AsArray());
        Assert.DoesNotContain("small box", await File.ReadAllTextAsync(written[0], Token), StringComparison.Ordinal);
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
