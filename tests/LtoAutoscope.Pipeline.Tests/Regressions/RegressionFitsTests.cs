using LtoAutoscope.Domain;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Tests.Regressions;

public sealed class RegressionFitsTests
{
    private static string Shipped => Path.Combine(Repository.Root, "models", "virtual-ce", "model.onnx");

    private static readonly EvaluationOptions Spend = new() { Bootstraps = 200, Permutations = 2, CurveRepeats = 1, ImportanceRepeats = 2 };

    private static readonly string[] Features = ["mean_diameter_nm", "aspect_ratio", "fractal_dim"];

    [Fact]
    public async Task FitAsync_TwiceWithMoreCells_MakesTwoVersionsAndChangesNothingThatIsThere()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using LabData lab = await FilledAsync(14, token);
        var models = new RegressionModels(lab.Folder, Shipped);
        var fits = new RegressionFits(lab.Folder, models, TimeProvider.System, "1.2.3", Spend);
        FittedRegression first = await fits.FitAsync(Order("own", Features, null, "first"), "ada", null, token);
        byte[] before = await File.ReadAllBytesAsync((await models.FindAsync(RegressionQuantity.Ce1, "own@1", token)).Path, token);
        await lab.AddAsync("late", 220, 1.6, 1.06, token, [0.91, 0.915], batch: "b9");
        FittedRegression second = await fits.FitAsync(Order("own", Features, null, "with late"), "ada", null, token);

        Assert.Equal(("own@1", "own@2"), (first.Reference, second.Reference));
        Assert.Equal((14, 15), (first.Card.Rows, second.Card.Rows));
        Assert.Equal("1.2.3", second.Card.Software);
        Assert.InRange(second.Card.OnnxDifference, 0, 1e-5);
        Assert.Equal(before, await File.ReadAllBytesAsync((await models.FindAsync(RegressionQuantity.Ce1, "own@1", token)).Path, token));
        Assert.Equal("shipped", (await models.InUseAsync(token)).Reference);
        Assert.Equal(15, second.Difference!.Samples.Count);
        Assert.True(second.Difference.NewRmse < second.Difference.OldRmse);
        Assert.True(second.Card.IsSimulated && second.Card.Material == "lto");

        await models.UseAsync(RegressionTarget.Ce1, "own@2", "ada", null, token);
        RegressionModel used = await models.InUseAsync(token);
        Assert.Equal("own@2", used.Reference);
        using var regression = CeRegression.Load(used.Path, used.Identity);
        Assert.Contains("virtual samples of lto", regression.Card.TrainedOn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseAsync_NeverComparedWithTheOneInUse_IsRefused()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using LabData lab = await FilledAsync(12, token);
        var models = new RegressionModels(lab.Folder, Shipped);
        var fits = new RegressionFits(lab.Folder, models, TimeProvider.System, "1", Spend);
        await fits.FitAsync(Order("own", Features, null, ""), "ada", null, token);
        await fits.FitAsync(Order("other", Features[..2], null, ""), "ada", null, token);
        await models.UseAsync(RegressionTarget.Ce1, "own@1", "ada", null, token);

        // Both were compared with the shipped one, but not with each other.
        InputException refused = await Assert.ThrowsAsync<InputException>(() => models.UseAsync(RegressionTarget.Ce1, "other@1", "ada", null, token));
        Assert.Contains("never compared", refused.What, StringComparison.Ordinal);
        await new RegressionComparer(lab.Folder, models).CompareAsync(await models.InUseAsync(token), await models.FindAsync(RegressionQuantity.Ce1, "other@1", token), "ada", token);
        Assert.Equal("other@1", (await models.UseAsync(RegressionTarget.Ce1, "other@1", "ada", null, token)).Reference);
    }

    [Fact]
    public async Task InUseAsync_FileChangedByHand_IsRefused()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using LabData lab = await FilledAsync(12, token);
        var models = new RegressionModels(lab.Folder, Shipped);
        await new RegressionFits(lab.Folder, models, TimeProvider.System, "1", Spend).FitAsync(Order("own", Features, null, ""), "ada", null, token);
        await models.UseAsync(RegressionTarget.Ce1, "own@1", "ada", null, token);
        string path = (await models.InUseAsync(token)).Path;
        File.SetAttributes(path, FileAttributes.Normal);
        await File.AppendAllTextAsync(path, "x", token);
        Assert.Contains("SHA-256", (await Assert.ThrowsAsync<InputException>(() => models.InUseAsync(token))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_TooFewSamplesOrAnUnknownFeature_SaysWhatIsMissing()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using LabData lab = await FilledAsync(4, token);
        var fits = new RegressionFits(lab.Folder, new RegressionModels(lab.Folder, Shipped), TimeProvider.System, "1", Spend);
        Assert.Contains("4 samples", (await Assert.ThrowsAsync<InputException>(() => fits.FitAsync(Order("own", Features, null, ""), "ada", null, token))).What, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => fits.FitAsync(Order("own", ["aspect_ratio", "aspect_ratio"], null, ""), "ada", null, token));
        Assert.Contains("cannot name a model", (await Assert.ThrowsAsync<InputException>(() => fits.FitAsync(Order("../own", Features, null, ""), "ada", null, token))).What, StringComparison.Ordinal);
        Assert.Contains("0 samples of tno", (await Assert.ThrowsAsync<InputException>(() => fits.FitAsync(Order("own", Features, "tno", ""), "ada", null, token))).What, StringComparison.Ordinal);
        Assert.Contains("'colour'", (await Assert.ThrowsAsync<InputException>(() => fits.FitAsync(Order("own", ["colour"], null, ""), "ada", null, token))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_SamplesOfABatch_BelongTogether()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using LabData lab = await FilledAsync(12, token);
        LabTrainingSet rows = LabTrainingSet.Of(await new CorrelationPoints(lab.Folder).ReadAsync(token), "lto", Features);
        Assert.Equal(4, rows.Set.GroupCount);
        Assert.Null(rows.Set.Prior);
        Assert.Equal("s00", rows.Names[0]);
    }

    [Fact]
    public async Task ReadAsync_Library_ShowsVersionsCardsAndFiles()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using LabData lab = await FilledAsync(12, token);
        var models = new RegressionModels(lab.Folder, Shipped);
        await using var runs = new RegressionRuns(new RegressionFits(lab.Folder, models, TimeProvider.System, "1", Spend), TimeProvider.System, NullLogger<RegressionRuns>.Instance);
        var library = new RegressionLibrary(lab.Folder, models, runs);
        var ended = new TaskCompletionSource();
        runs.Changed += () =>
        {
            if (runs.Current is { IsRunning: false }) ended.TrySetResult();
        };
        runs.Start(Order("own", Features, null, "a note"), "ada");
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(2), token);
        Assert.Equal("own@1", runs.Current!.Reference);

        RegressionView view = await library.ReadAsync(RegressionTarget.Ce1, token);
        Assert.Equal(("shipped", 12), (view.InUse, view.UsableSamples));
        Assert.Equal("a note", Assert.Single(view.Models).Note);
        Assert.Equal(12, (await library.CardAsync(RegressionQuantity.Ce1, "own@1", token))!.Rows);
        Assert.Equal(12, (await library.EvaluationAsync(RegressionQuantity.Ce1, "own@1", token))!.HeldOut.Count);
        Assert.NotNull(await library.FileAsync(RegressionQuantity.Ce1, "own@1", "data.csv", token));
        Assert.Null(await library.FileAsync(RegressionQuantity.Ce1, "own@1", "../../lock", token));
        Assert.Null(await library.FileAsync(RegressionQuantity.Ce1, "none@1", "data.csv", token));
        Assert.Equal(ModelRegistry.Shipped, (await library.DifferenceAsync(RegressionQuantity.Ce1, "in-use", "own@1", token)).Old);
    }

    private static RegressionOrder Order(string name, IReadOnlyList<string> features, string? material = null, string note = "") => new() { Name = name, Features = features, Material = material, Note = note };

    private static async Task<LabData> FilledAsync(int samples, CancellationToken token)
    {
        LabData lab = await LabData.OpenAsync(token);
        for (int i = 0; i < samples; i++)
        {
            double diameter = 60 + 12 * i, aspect = 1.2 + 0.1 * (i % 4);
            double ce = 0.88 + 0.0004 * diameter - 0.02 * (aspect - 1.2);
            await lab.AddAsync($"s{i:00}", diameter, aspect, 1.02 + 0.01 * (i % 3), token, [ce - 0.001, ce + 0.001], batch: $"b{i / 3}");
        }

        return lab;
    }
}
