using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Tests.Regression;

public sealed class SvrTrainingTests
{
    private static readonly SvrOptions Fixed = new() { C = 1, Epsilon = 0.005, Gamma = 0.25 };

    [Fact]
    public void Train_ReferenceCase_HasItsFiguresAndHeldOutError()
    {
        SvrModel model = SvrTraining.Train(Reference.Instance.TrainingTable(), "ce1", Reference.Features, Fixed, TestContext.Current.CancellationToken);

        Assert.Equal(106, model.SupportVectorCount);
        Assert.Equal(20, model.BoundedCount);
        Assert.Equal(-0.9204634801875556, model.Rho, 1e-6);
        Assert.Equal(-0.175710514590385, model.DualObjective, 1e-9);
        Assert.Equal(137.80230175833339, model.Standardisation.Means[0], 1e-9);
        Assert.Equal(82.10748355153657, model.Standardisation.Deviations[0], 1e-9);
        Assert.Equal(0.942898818795303, model.Predict(Reference.Instance.TestRows[0]), 1e-6);
        Assert.InRange(model.Rmse, 0.009, 0.018);
        Assert.Contains("5 held-out folds of 150 rows", model.MeasuredOn, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_CAndGammaLeftOpen_FindsOnesThatHelp()
    {
        SvrModel model = SvrTraining.Train(Reference.Instance.TrainingTable(), "ce1", Reference.Features, new SvrOptions { Epsilon = 0.005, Folds = 3 }, TestContext.Current.CancellationToken);
        SvrModel poor = SvrTraining.Train(Reference.Instance.TrainingTable(), "ce1", Reference.Features, new SvrOptions { C = 100, Epsilon = 0.002, Gamma = 0.1 }, TestContext.Current.CancellationToken);
        Assert.True(model.Rmse < poor.Rmse, $"searched {model.Rmse:g4}, poor {poor.Rmse:g4}");
        Assert.InRange(model.Rmse, 0.009, 0.0145);
        Assert.Contains("searched anew inside each", model.MeasuredOn, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TargetUnrelatedToFeatures_ReportsNoSkill()
    {
        var random = new Random(5);
        string text = "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(_ => FormattableString.Invariant($"{random.NextDouble()},{random.NextDouble()},{random.NextDouble()}\n")));
        SvrModel model = SvrTraining.Train(CsvTable.Read(new StringReader(text), "noise.csv"), "y", ["a", "b"], new SvrOptions { C = 1, Folds = 4 }, TestContext.Current.CancellationToken);
        Assert.True(model.R2 < 0.2, $"R² {model.R2:g3} on pure noise");
    }

    [Fact]
    public async Task TrainFileAsync_Json_HasTheContractsKeys()
    {
        using var folder = new TemporaryFolder();
        string model = folder.File("m.onnx");
        SvrTrainingResult result = await SvrTraining.TrainFileAsync(Reference.Fixture("data.csv"), "ce1", Reference.Features, Fixed, model, TestContext.Current.CancellationToken);
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(result, DomainJson.Line));
        foreach (string key in new[] { "n_sv", "n_bounded", "rho", "dual_objective", "r2", "rmse", "C", "epsilon", "gamma" })
            Assert.True(json.RootElement.TryGetProperty(key, out _), key);
        Assert.Equal(200, SvrPredictor.PredictFile(model, Reference.Fixture("data.csv")).Count);
    }

    [Theory]
    [InlineData("ce1", "mean_diameter_nm,colour", "colour")]
    [InlineData("colour", "mean_diameter_nm", "colour")]
    [InlineData("ce1", "ce1", "both target and feature")]
    public void Train_WrongColumns_NamesThem(string target, string features, string named)
    {
        var error = Assert.Throws<InputException>(() => SvrTraining.Train(Reference.Instance.TrainingTable(), target, features.Split(','), Fixed, TestContext.Current.CancellationToken));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OptionsOutOfRange_SaysWhich()
    {
        CsvTable table = Reference.Instance.TrainingTable();
        foreach (SvrOptions options in new[] { Fixed with { C = 0 }, Fixed with { Epsilon = -1 }, Fixed with { Gamma = double.NaN }, Fixed with { Folds = 1 }, Fixed with { Tolerance = 0 } })
            Assert.Throws<InputException>(() => SvrTraining.Train(table, "ce1", Reference.Features, options, TestContext.Current.CancellationToken));
    }
}
