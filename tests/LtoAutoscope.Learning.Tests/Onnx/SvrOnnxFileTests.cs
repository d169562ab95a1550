using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Tests.Onnx;

public sealed class SvrOnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_ThroughOnnxRuntime_EqualsTheTrainersPrediction()
    {
        foreach (SvrOptions options in new SvrOptions[] { new() { C = 1, Epsilon = 0.005, Gamma = 0.25 }, new() { C = 10, Epsilon = 0.005, Gamma = 0.25 } })
        {
            SvrModel model = Train(options);
            Assert.True(model.Coefficients.Sum(Math.Abs) < 500);
            string path = await Write(model);
            using SvrPredictor predictor = SvrPredictor.Load(path);
            IReadOnlyList<double> predictions = predictor.Predict(Reference.Instance.TestRows);
            double largest = Reference.Instance.TestRows.Select((row, i) => Math.Abs(model.Predict(row) - predictions[i])).Max();
            Assert.True(largest < 1e-5, $"differs by up to {largest:g3}");
            Assert.Equal(predictions[3], predictor.Predict((IReadOnlyList<double>)Reference.Instance.TestRows[3]), 1e-6);
        }
    }

    [Fact]
    public async Task Read_WrittenModel_ComesBack()
    {
        SvrModel model = Train(new SvrOptions { C = 1, Epsilon = 0.005, Gamma = 0.25, TrainedOn = "a test, with \"quotes\" and µ" });
        SvrModel read = SvrOnnxFile.Read(await Write(model));
        Assert.Equal(model.Features, read.Features);
        Assert.Equal(model.Standardisation.Means, read.Standardisation.Means);
        Assert.Equal(model.Standardisation.Deviations, read.Standardisation.Deviations);
        Assert.Equal(model.Ranges, read.Ranges);
        Assert.Equal(model.Rho, read.Rho);
        Assert.Equal(model.Rmse, read.Rmse);
        Assert.Equal(model.R2, read.R2);
        Assert.Equal(model.TrainedOn, read.TrainedOn);
        Assert.Equal(model.SupportVectorCount, read.SupportVectorCount);
        Assert.All(Reference.Instance.TestRows, row => Assert.Equal(model.Predict(row), read.Predict(row), 1e-5));
    }

    [Fact]
    public async Task PredictFile_MissingColumn_NamesIt()
    {
        string path = await Write(Train(new SvrOptions { C = 1, Epsilon = 0.005, Gamma = 0.25 }));
        using SvrPredictor predictor = SvrPredictor.Load(path);
        var error = Assert.Throws<InputException>(() => predictor.Predict(CsvTable.Read(new StringReader("mean_diameter_nm,aspect_ratio\n100,1.2\n"), "new.csv")));
        Assert.Contains("lognormal_sigma", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a model at all")]
    [InlineData("")]
    public async Task Load_OtherFile_Refuses(string content)
    {
        string path = _folder.File("other.onnx");
        await File.WriteAllBytesAsync(path, System.Text.Encoding.UTF8.GetBytes(content), TestContext.Current.CancellationToken);
        Assert.Throws<InputException>(() => SvrPredictor.Load(path));
        Assert.Throws<InputException>(() => SvrOnnxFile.Read(path));
    }

    [Fact]
    public async Task Load_TornFile_Refuses()
    {
        byte[] whole = SvrOnnxFile.ToBytes(Train(new SvrOptions { C = 1, Epsilon = 0.005, Gamma = 0.25 }));
        string path = _folder.File("torn.onnx");
        foreach (int length in new[] { 1, 20, whole.Length / 2, whole.Length - 3 })
        {
            await File.WriteAllBytesAsync(path, whole[..length], TestContext.Current.CancellationToken);
            Assert.Throws<InputException>(() => SvrPredictor.Load(path));
        }
    }

    [Fact]
    public async Task Load_ModelOfAnotherKind_SaysThatItIsNone()
    {
        byte[] bytes = OnnxModelWriter.Write(
            new OnnxGraph
            {
                Name = "identity",
                Nodes = [new OnnxNode("Identity", "", "x", "y", new Dictionary<string, object>())],
                Input = new OnnxTensorInfo("x", 3),
                Output = new OnnxTensorInfo("y", 3),
                Metadata = new Dictionary<string, string>(),
            },
            "test", "1");
        string path = _folder.File("identity.onnx");
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        Assert.Contains("no regression model", Assert.Throws<InputException>(() => SvrPredictor.Load(path)).Message, StringComparison.Ordinal);
    }

    private static SvrModel Train(SvrOptions options)
        => SvrTraining.Train(Reference.Instance.TrainingTable(), "ce1", Reference.Features, options, TestContext.Current.CancellationToken);

    private async Task<string> Write(SvrModel model)
    {
        string path = _folder.File("model.onnx");
        await SvrOnnxFile.WriteAsync(path, model, TestContext.Current.CancellationToken);
        return path;
    }
}
