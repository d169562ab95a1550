using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.VirtualCells;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Tests.Correlations;

/// <summary>Samples made by hand, brought together with their cells, and what the regressions make of them.</summary>
public sealed class CorrelationStudyTests
{
    private static readonly string Shipped = Path.Combine(Repository.Root, "models", "virtual-ce", "model.onnx");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PointsAsync_TwoCells_HaveMeanAndStudentsInterval()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        await lab.AddAsync("A", 100, 1.3, 1.1, Token, cells: [0.98, 0.96]);
        SamplePoint point = Assert.Single(await new CorrelationStudy(lab.Folder, Shipped).PointsAsync(Token));
        Assert.Equal(0.97, point.Measured!.Mean, 1e-12);
        // t(0.975, 1) = 12.7062, s = 0.01·√2, over √2 cells.
        Assert.Equal(0.97 - 12.7062 * 0.01, point.Measured.Low!.Value, 1e-5);
        Assert.Equal(0.97 + 12.7062 * 0.01, point.Measured.High!.Value, 1e-5);
        Assert.Equal(new IntervalValue(100, 98, 102), point.Quantities["mean_diameter_nm"]);
        Assert.False(point.Quantities.ContainsKey("bet_m2_per_g"));
    }

    [Fact]
    public async Task PointsAsync_NewerRun_ReplacesTheOlderAndUnmeasuredRunsAreLeftOut()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        await lab.AddAsync("A", 100, 1.3, 1.1, Token);
        RunFolder newer = await lab.AddAsync("A", 120, 1.3, 1.1, Token, cells: [0.97]);
        await lab.AddAsync("A", 900, 1.3, 1.1, Token, measured: false);
        await JsonFile.WriteAsync(newer.PredictionPath, new RegressionPrediction { Ce1 = 0.98, Rmse = 0.004, InsideTrainingData = false, TrainedOn = "x" }, Token);
        await File.WriteAllTextAsync(newer.CellResultPath, """{"ce1": null, "ce1_interval": null, "balance_error": 1e-8, "run_with": {"fidelity": "p2d", "rate_per_hour": 0.2}}""", Token);
        SamplePoint point = Assert.Single(await new CorrelationStudy(lab.Folder, Shipped).PointsAsync(Token));
        Assert.Equal(newer.RunId, point.RunId);
        Assert.Equal(120, point.Quantities["mean_diameter_nm"].Value);
        Assert.Null(point.Measured!.Low);
        Assert.Null(point.Model);
        Assert.Equal(0.98, point.Regression!.Value);
        Assert.Null(point.Regression.Low);
        Assert.False(point.RegressionInside);
    }

    [Fact]
    public async Task ModelsAsync_FewCells_OnlyTheShippedOneAndItSaysVirtual()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        for (int i = 0; i < CorrelationModels.FewestSamples - 1; i++) await lab.AddAsync($"S{i}", 80 + 20 * i, 1.3, 1.1, Token, cells: [0.97]);
        var study = new CorrelationStudy(lab.Folder, Shipped);
        CorrelationModel model = Assert.Single(await study.ModelsAsync(await study.PointsAsync(Token), [], Token));
        Assert.True(model.IsVirtual);
        Assert.Equal(240, model.Rows.Count);
    }

    [Fact]
    public async Task ModelsAsync_EnoughCells_FitsTheLabsOwnFirst()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        foreach ((VirtualCell cell, int i) in VirtualCellStudy.Generate(rows: 14).Select((cell, i) => (cell, i)))
            await lab.AddAsync($"S{i}", cell.MeanDiameterNm, cell.AspectRatio, cell.FractalDimension, Token, cells: [cell.Ce1], simulated: false);
        var study = new CorrelationStudy(lab.Folder, Shipped);
        CorrelationModel model = await study.ModelAsync(null, Token);
        Assert.Equal(CorrelationModels.LabFit, model.Id);
        Assert.False(model.IsVirtual);
        Assert.Equal(14, model.Svr.TrainingRows);
        Assert.Equal(14, model.HeldOut!.Predicted.Count);
        Assert.Same(model, await study.ModelAsync(CorrelationModels.LabFit, Token));
        ProposalList list = await study.ProposalsAsync(model, 2, Token);
        Assert.All(list.Proposals, proposal => Assert.True(model.Support.Holds([.. model.Svr.Features.Select(feature => proposal.Morphology.Features[feature])])));
        Assert.Equal(14, list.Rows);
    }

    [Fact]
    public async Task ModelsAsync_ModelOfTheLab_IsTakenUpAndADamagedOneIsTold()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        string folder = Directory.CreateDirectory(Path.Combine(lab.Folder.Models, CorrelationModels.Folder)).FullName;
        File.Copy(Shipped, Path.Combine(folder, "ours.onnx"));
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.onnx"), "no model", Token);
        var study = new CorrelationStudy(lab.Folder, Shipped);
        List<string> problems = [];
        IReadOnlyList<CorrelationModel> models = await study.ModelsAsync([], problems, Token);
        Assert.Equal(["ours", CorrelationModels.Shipped], models.Select(model => model.Id));
        Assert.Null(models[0].Targets);
        Assert.Equal(models[0].Svr.SupportVectorCount, models[0].Rows.Count);
        Assert.Contains("broken", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains("training data", (await study.ProposalsAsync(models[0], 3, Token)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProposalsAsync_Virtual_SayWhatTheyRestOnAndNameTheNearestSample()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        await lab.AddAsync("NEAR", 250, 2.2, 1.03, Token, synthesis: new Synthesis { TemperatureC = 850 });
        await lab.AddAsync("FAR", 60, 1.1, 1.2, Token);
        await lab.AddAsync("PROPOSAL-01", 61, 1.1, 1.2, Token);
        var study = new CorrelationStudy(lab.Folder, Shipped);
        ProposalList list = await study.ProposalsAsync(await study.ModelAsync("virtual-ce", Token), 3, Token);
        Assert.True(list.IsVirtual);
        Assert.Equal(3, list.Proposals.Count);
        Assert.DoesNotContain(list.Proposals, proposal => proposal.Name == "PROPOSAL-01");
        Assert.All(list.Proposals, proposal =>
        {
            Assert.Equal("NEAR", proposal.Nearest!.Sample);
            Assert.Contains("computed, not measured", proposal.Description, StringComparison.Ordinal);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{100 * proposal.Morphology.Predicted:0.00} %"), proposal.Description, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("nothing", "aspect_ratio", null)]
    [InlineData("aspect_ratio", "aspect_ratio", null)]
    [InlineData("aspect_ratio", "fractal_dim", "NOBODY")]
    public async Task SurfaceAsync_UnknownNames_AreRefused(string x, string y, string? sample)
    {
        using LabData lab = await LabData.OpenAsync(Token);
        var study = new CorrelationStudy(lab.Folder, Shipped);
        CorrelationModel model = await study.ModelAsync(null, Token);
        await Assert.ThrowsAsync<InputException>(() => study.SurfaceAsync(model, x, y, sample, 20, Token));
    }
}
