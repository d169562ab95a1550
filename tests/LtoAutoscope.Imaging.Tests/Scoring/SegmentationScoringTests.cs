using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Scoring;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Scoring;

public sealed class SegmentationScoringTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-score-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task ScoreAsync_Pack_FindsEveryLayoutAndSumsUp()
    {
        await Manifest("source,split,name,note\na,val,one,\na,train,two,\"x, y\"\nb,val,three,\nb_external,val,four,\n");
        await Mask("truth/a/labels/one.png", 1, 1, 0, 2);
        await Mask("truth/a/train/labels/two.png", 1, 1, 0, 0);
        await Mask("truth/b/val/labels/three.png", 0, 3, 3, 3);
        await Mask("truth/b_external/val/labels/four.png", 1, 0, 0, 0);
        await Mask("pred/a/one.png", 1, 1, 0, 2);
        await Mask("pred/two.png", 1, 0, 0, 0);
        await Mask("pred/four_labels.png", 0, 0, 0, 1);

        IReadOnlyList<PictureScore> scores = await SegmentationScoring.ScoreAsync(At("pred"), LabelledSet.Find(At("truth")), null, Token);
        IReadOnlyDictionary<string, ScoreSummary> summaries = SegmentationScoring.Summarise(scores);

        Assert.Equal(["one", "two", "three", "four"], scores.Select(s => s.Name));
        Assert.Equal([1, 0.5, 0, 0], scores.Select(s => s.ForegroundIou));
        Assert.Equal([false, false, true, false], scores.Select(s => s.Missing));
        Assert.Equal(["a", "b", "b_external", SegmentationScoring.All], summaries.Keys);
        Assert.Equal((3, 1, 0.5), (summaries[SegmentationScoring.All].Images, summaries[SegmentationScoring.All].Missing, summaries[SegmentationScoring.All].ForegroundIouMean));
        Assert.Null(summaries["b"].MatchedDiameterErrorMedian);
        Assert.Equal("one", Assert.Single(LabelledSet.Find(At("truth"), ["a"], "val")).Name);
        Assert.Contains("a, b, b_external", Assert.Throws<InputException>(() => LabelledSet.Find(At("truth"), ["c"])).Message, StringComparison.Ordinal);

        await SegmentationScoring.WriteTableAsync(At("scores.csv"), scores, Token);
        Assert.StartsWith("a,two,0,0.5,", (await File.ReadAllLinesAsync(At("scores.csv"), Token))[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_PredictionOfAnotherSize_CountsAsEmptyButNotWhenAllAre()
    {
        await Mask("truth/labels/one.png", 1, 1, 0, 2);
        await Mask("truth/labels/two.png", 1, 1, 0, 2);
        await Mask("pred/one.png", 1, 1);
        await Mask("pred/two.png", 1, 1, 0, 2);

        IReadOnlyList<PictureScore> scores = await SegmentationScoring.ScoreAsync(At("pred"), LabelledSet.Find(At("truth")), null, Token);
        Assert.Equal([true, false], scores.Select(s => s.Missing));
        Assert.Equal("truth", scores[0].Source);

        File.Delete(At("pred/two.png"));
        await Assert.ThrowsAsync<InputException>(() => SegmentationScoring.ScoreAsync(At("pred"), LabelledSet.Find(At("truth")), null, Token));
        await Assert.ThrowsAsync<InputException>(() => SegmentationScoring.ScoreAsync(At("nowhere"), LabelledSet.Find(At("truth")), null, Token));
    }

    [Fact]
    public async Task Find_MissingMaskOrBrokenManifest_SaysWhere()
    {
        await Manifest("source,split,name\na,val,one\n");
        Assert.EndsWith("one.png", Assert.Throws<InputException>(() => LabelledSet.Find(At("truth"))).Where, StringComparison.Ordinal);
        await Manifest("source,split,name\na,val\n");
        Assert.Contains("Line 2", Assert.Throws<InputException>(() => LabelledSet.Find(At("truth"))).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => LabelledSet.Find(At("nowhere")));
    }

    /// <summary>What the public evaluation script of the training pack (score.py) printed for these masks; a picture of the fixture is AMPIS powder (MIT), the others are made.</summary>
    [Fact]
    public async Task ScoreAsync_Fixture_AgreesWithThePublicScript()
    {
        string fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "scoring");
        ScoreSummary s = SegmentationScoring.Summarise(await SegmentationScoring.ScoreAsync(Path.Combine(fixture, "pred"), LabelledSet.Find(Path.Combine(fixture, "truth")), null, Token))[SegmentationScoring.All];
        using var expected = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(fixture, "score.json"), Token));
        using var found = System.Text.Json.JsonDocument.Parse(System.Text.Json.JsonSerializer.Serialize(s, DomainJson.Line));
        int compared = 0;
        foreach (var property in expected.RootElement.GetProperty(SegmentationScoring.All).EnumerateObject()) compared += Compare(property.Name, property.Value, found.RootElement.GetProperty(property.Name));
        Assert.Equal(32, compared);

        static int Compare(string name, System.Text.Json.JsonElement a, System.Text.Json.JsonElement b)
        {
            if (a.ValueKind == System.Text.Json.JsonValueKind.Object) return a.EnumerateObject().Sum(p => Compare($"{name}.{p.Name}", p.Value, b.GetProperty(p.Name)));
            Assert.True(Math.Abs(a.GetDouble() - b.GetDouble()) <= 5.1e-5, $"{name}: {a} in the script, {b} here");
            return 1;
        }
    }

    [Fact]
    public async Task Predict_RenderedFolder_WritesWhatScoringFinds()
    {
        GreyImage image = Scenes.Field(300, 200, 24);
        var truth = new LabelImage(300, 200);
        int next = 0;
        for (double y = 43.2; y < 200 - 24; y += 43.2)
        {
            for (double x = 43.2; x < 300 - 24; x += 43.2)
            {
                next++;
                for (int v = 0; v < 200; v++)
                    for (int u = 0; u < 300; u++)
                        if ((u - x) * (u - x) + (v - y) * (v - y) <= 144) truth[u, v] = next;
            }
        }

        await Write("set/labels/one.png", stream => PngImage.WriteLabels(truth, stream));
        await Write("set/images/one.png", stream => PngImage.Write(image, stream));
        await AtomicFile.WriteTextAsync(At("set/manifest.csv"), "name,seed\none,1\n", Token);
        using SegmentationModel model = SegmentationModel.Load(Scenes.Model);
        foreach (bool known in (bool[])[true, false])
        {
            await SetPrediction.WriteAsync(SetPrediction.Find(At("set")), model, new SegmentationSettings(), At("pred"), known, 2, null, Token);
            PictureScore score = Assert.Single(await SegmentationScoring.ScoreAsync(At("pred"), LabelledSet.Find(At("set")), null, Token));
            Assert.True(File.Exists(At("pred/set/one.png")));
            Assert.Equal(next, score.Predicted);
            Assert.InRange(score.ForegroundIou, 0.9, 1);
        }

        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SetPrediction.WriteAsync(SetPrediction.Find(At("set")), model, new SegmentationSettings(), At("pred"), true, 2, null, ended.Token));
        await Assert.ThrowsAsync<InputException>(() => SetPrediction.WriteAsync(SetPrediction.Find(At("set/images")), model, new SegmentationSettings(), At("pred"), true, 2, null, Token));
    }

    private string At(string path) => Path.Combine(folder.FullName, path);

    private Task Manifest(string text) => AtomicFile.WriteTextAsync(At("truth/manifest.csv"), text, Token);

    private Task Mask(string path, params int[] labels) => Write(path, stream => PngImage.WriteLabels(new LabelImage(labels.Length, 1, labels), stream));

    private Task Write(string path, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        return AtomicFile.WriteAsync(At(path), stream.ToArray(), Token);
    }
}
