using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Tests.Regressions;

/// <summary>Capacity at a rate as a regression's target, from cells with cycles at two rates.</summary>
public sealed class CapacityRegressionTests : IAsyncLifetime
{
    private static readonly EvaluationOptions Spend = new() { Bootstraps = 200, Permutations = 2, CurveRepeats = 1, ImportanceRepeats = 2 };

    private static readonly string[] Features = ["mean_diameter_nm", "aspect_ratio"];

    private LabData _lab = null!;

    private static string Shipped => Path.Combine(Repository.Root, "models", "virtual-ce", "model.onnx");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabData.OpenAsync(Token);
        for (int i = 0; i < 14; i++) await AddAsync($"s{i:00}", 60 + 12 * i, 1.2 + 0.1 * (i % 4), $"b{i / 3}");
    }

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Of_CapacityAtARate_TakesWholeCyclesOfThatRateAlone()
    {
        await _lab.AddAsync("no-1c", 90, 1.3, 1.05, Token, batch: "b9");
        await _lab.AddCyclesAsync("no-1c", "slow", Token, new CycleCapacity(1, 0.2, 170, 165));
        IReadOnlyList<SamplePoint> points = await new CorrelationPoints(_lab.Folder).ReadAsync(Token);
        LabTrainingSet fast = LabTrainingSet.Of(points, "lto", Features, RegressionTarget.CapacityAt(1)), slow = LabTrainingSet.Of(points, "lto", Features, RegressionTarget.CapacityAt(0.2));

        Assert.Equal((14, 15), (fast.Set.Count, slow.Set.Count));
        Assert.Equal("capacity_1c", fast.Set.Target);
        // Two cells, one 2 mAh/g above the other; the unfinished cycle counts in neither.
        Assert.Equal(Truth(60, 1.2) + 1, fast.Set.Targets[0], 9);
        Assert.Equal(165, slow.Set.Targets[slow.Names.ToList().IndexOf("no-1c")], 9);
        Assert.Null(fast.Set.Prior);
    }

    [Fact]
    public async Task Of_CellModelRanAtThatRateEverywhere_IsThePrior()
    {
        foreach (SamplePoint point in await new CorrelationPoints(_lab.Folder).ReadAsync(Token))
        {
            string file = Path.Combine(_lab.Folder.RunPath(point.RunId), "fem", "result.json");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, """{"ce1":0.97,"ce1_interval":[0.96,0.98],"q_lithiation_mAh_g":160,"q_delithiation_mAh_g":155,"run_with":{"rate_per_hour":1.02}}""", Token);
        }

        IReadOnlyList<SamplePoint> points = await new CorrelationPoints(_lab.Folder).ReadAsync(Token);
        Assert.All(LabTrainingSet.Of(points, "lto", Features, RegressionTarget.CapacityAt(1)).Set.Prior!, static value => Assert.Equal(155, value));
        Assert.Null(LabTrainingSet.Of(points, "lto", Features, RegressionTarget.CapacityAt(0.2)).Set.Prior);
    }

    [Fact]
    public async Task FitUsePredict_Capacity_StandsBesideTheEfficiencyAndDoesNotTouchIt()
    {
        var models = new RegressionModels(_lab.Folder, Shipped);
        var fits = new RegressionFits(_lab.Folder, models, TimeProvider.System, "1", Spend);
        FittedRegression fitted = await fits.FitAsync(Order(1), "ada", null, Token);

        Assert.Equal(("lab-capacity@1", "capacity_1c", ""), (fitted.Reference, fitted.Card.Target, fitted.Problem));
        Assert.Null(fitted.Difference);
        Assert.True(fitted.Card.Scores.R2.Value > 0.9, $"R² {fitted.Card.Scores.R2.Value}");
        Assert.Null(await models.InUseAsync(RegressionQuantity.Capacity, Token));
        Assert.Equal(ModelRegistry.Shipped, (await models.InUseAsync(Token)).Reference);

        await models.UseAsync(RegressionTarget.CapacityAt(1), "lab-capacity@1", "ada", null, Token);
        RegressionModel used = (await models.InUseAsync(RegressionQuantity.Capacity, Token))!;
        using var regression = CapacityRegression.Load(used.Path, used.Identity);
        Morphology morphology = await JsonFile.ReadAsync<Morphology>(Path.Combine(_lab.Folder.RunPath((await new CorrelationPoints(_lab.Folder).ReadAsync(Token))[5].RunId), "morphology.json"), Token);
        CapacityPrediction prediction = regression.Predict(morphology, null, "lto");
        Assert.Equal(1, prediction.RatePerHour);
        Assert.InRange(prediction.CapacityMAhG, Truth(120, 1.3) - 3, Truth(120, 1.3) + 5);
        Assert.True(prediction.InsideTrainingData);
        Assert.StartsWith("lab-capacity@1 sha256:", prediction.Model, StringComparison.Ordinal);
        Assert.False(regression.Predict(morphology, null, "graphite").InsideTrainingData);
        Assert.Equal(ModelRegistry.Shipped, (await models.InUseAsync(Token)).Reference);
        Assert.Contains("not the first-cycle efficiency", Assert.Throws<InputException>(() => CeRegression.Load(used.Path)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseAsync_CapacityAgain_IsComparedAtTheSameRateAndChosenFreelyAtAnother()
    {
        var models = new RegressionModels(_lab.Folder, Shipped);
        var fits = new RegressionFits(_lab.Folder, models, TimeProvider.System, "1", Spend);
        await fits.FitAsync(Order(1), "ada", null, Token);
        await models.UseAsync(RegressionTarget.CapacityAt(1), "lab-capacity@1", "ada", null, Token);
        FittedRegression same = await fits.FitAsync(Order(1) with { Features = ["mean_diameter_nm"] }, "ada", null, Token);
        FittedRegression slow = await fits.FitAsync(Order(0.2), "ada", null, Token);

        Assert.Equal(("capacity_1c", 14), (same.Difference!.Target, same.Difference.Samples.Count));
        Assert.All(same.Difference.Samples, static sample => Assert.InRange(sample.Measured!.Value, 100, 180));
        Assert.Null(slow.Difference);
        Assert.Contains("same quantity", (await Assert.ThrowsAsync<InputException>(async () => await new RegressionComparer(_lab.Folder, models).CompareAsync(
            await models.FindAsync(RegressionQuantity.Capacity, "lab-capacity@1", Token), await models.FindAsync(RegressionQuantity.Capacity, "lab-capacity@3", Token), "ada", Token))).Remedy, StringComparison.Ordinal);
        Assert.Contains("--target capacity_0.2c", (await Assert.ThrowsAsync<InputException>(() => models.UseAsync(RegressionTarget.CapacityAt(1), "lab-capacity@3", "ada", null, Token))).Remedy, StringComparison.Ordinal);
        Assert.Contains("--target capacity_1c", (await Assert.ThrowsAsync<InputException>(() => models.UseAsync(RegressionTarget.Ce1, "lab-capacity@1", "ada", null, Token))).Remedy, StringComparison.Ordinal);
        Assert.Equal("capacity at 0.2 C instead of capacity at 1 C", (await models.UseAsync(RegressionTarget.CapacityAt(0.2), "lab-capacity@3", "ada", null, Token)).Reason);
        Assert.Equal(ModelRegistry.None, (await models.UseAsync(RegressionTarget.CapacityAt(1), ModelRegistry.None, "ada", null, Token)).Reference);
        Assert.Null(await models.InUseAsync(RegressionQuantity.Capacity, Token));
        await Assert.ThrowsAsync<InputException>(() => models.UseAsync(RegressionTarget.CapacityAt(1), ModelRegistry.Shipped, "ada", null, Token));
    }

    [Fact]
    public async Task ReadAsync_Library_TellsTheRatesAndCountsTheirSamples()
    {
        var models = new RegressionModels(_lab.Folder, Shipped);
        await using var runs = new RegressionRuns(new RegressionFits(_lab.Folder, models, TimeProvider.System, "1", Spend), TimeProvider.System, NullLogger<RegressionRuns>.Instance);
        var library = new RegressionLibrary(_lab.Folder, models, runs);
        RegressionView view = await library.ReadAsync(RegressionTarget.CapacityAt(1), Token);
        Assert.Equal([0.2, 1], view.Rates);
        Assert.Equal(("capacity_1c", "none", 14), (view.Target, view.InUse, view.UsableSamples));
        Assert.Equal(0, (await library.ReadAsync(RegressionTarget.CapacityAt(5), Token)).UsableSamples);
    }

    private static double Truth(double diameter, double aspect) => 175 - 0.15 * diameter - 8 * (aspect - 1.2);

    private static RegressionOrder Order(double rate) => new() { Target = RegressionTarget.CapacityAt(rate), Features = Features };

    private async Task AddAsync(string name, double diameter, double aspect, string batch)
    {
        await _lab.AddAsync(name, diameter, aspect, 1.05, Token, batch: batch);
        for (int cell = 0; cell < 2; cell++)
        {
            double capacity = Truth(diameter, aspect) + 2 * cell;
            await _lab.AddCyclesAsync(name, $"{name}-{cell}", Token, new CycleCapacity(1, 0.2, capacity + 12, capacity + 8), new CycleCapacity(2, 0.98, capacity + 1, capacity), new CycleCapacity(3, 1, 40, 20) { MayBeUnfinished = true });
        }
    }
}
