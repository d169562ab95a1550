using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.VirtualCells;

namespace LtoAutoscope.Learning.Tests.VirtualCells;

public sealed class ShippedModelTests
{
    /// <summary>Set LTO_WRITE_VIRTUAL_CE to a folder to make data.csv and model.onnx anew there.</summary>
    [Fact]
    public async Task TrainFile_ShippedData_GivesTheShippedModel()
    {
        using var folder = new TemporaryFolder();
        string? named = Environment.GetEnvironmentVariable("LTO_WRITE_VIRTUAL_CE");
        string target = string.IsNullOrEmpty(named) ? Path.GetDirectoryName(folder.File("x"))! : named;
        string data = Path.Combine(target, "data.csv"), model = Path.Combine(target, "model.onnx");
        await AtomicFile.WriteTextAsync(data, VirtualCellStudy.ToCsv(VirtualCellStudy.Generate(), VirtualCellStudy.DefaultSeed), TestContext.Current.CancellationToken);
        var options = new SvrOptions { TrainedOn = "virtual cells: 240 computed rows, not measured (models/virtual-ce)" };
        if (target != named)
        {
            // The search takes a while; what it found stands in the file.
            SvrHyperparameters found = SvrOnnxFile.Read(Shipped).Hyperparameters;
            options = options with { C = found.C, Epsilon = found.Epsilon, Gamma = found.Gamma };
        }

        SvrTrainingResult result = await SvrTraining.TrainFileAsync(
            data, "ce1", ["mean_diameter_nm", "aspect_ratio", "fractal_dim"], options, model, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result}");
        if (target == named) return;

        SvrModel shipped = SvrOnnxFile.Read(Shipped);
        Assert.Equal(shipped.Rmse, result.Rmse, 5e-4);
        Assert.Equal(shipped.SupportVectorCount, result.NSv);
        Assert.Equal(shipped.Rho, result.Rho, 1e-6);
        using SvrPredictor predictor = SvrPredictor.Load(model);
        Assert.Equal(shipped.Predict([100, 1.2, 1.05]), predictor.Predict([100, 1.2, 1.05]), 1e-5);
    }

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "models", "virtual-ce", "model.onnx");
}
