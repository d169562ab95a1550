using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.VirtualCells;

namespace LtoAutoscope.Learning.Tests;

public sealed class CeRegressionTests
{
    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "models", "virtual-ce", "model.onnx");

    [Theory]
    [InlineData(75, 1.2, 1.04)]
    [InlineData(180, 1.8, 1.06)]
    [InlineData(250, 1.3, 1.1)]
    public void Predict_InsideTheData_FollowsTheFormulaBehindIt(double diameter, double aspect, double fractal)
    {
        using CeRegression regression = CeRegression.Load(Shipped);
        RegressionPrediction prediction = regression.Predict(Morphology(diameter, aspect, fractal));
        Assert.True(prediction.InsideTrainingData);
        Assert.Equal(VirtualCellStudy.Efficiency(diameter, aspect, fractal, new Material { Name = "lto" }), prediction.Ce1, 0.0025);
        Assert.InRange(prediction.Rmse, 0.0015, 0.004);
        Assert.Contains("virtual", prediction.TrainedOn, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(900, 1.2, 1.04)]
    [InlineData(100, 5, 1.04)]
    [InlineData(100, 1.2, 1.6)]
    public void Predict_OutsideTheData_SaysSo(double diameter, double aspect, double fractal)
    {
        using CeRegression regression = CeRegression.Load(Shipped);
        Assert.False(regression.Predict(Morphology(diameter, aspect, fractal)).InsideTrainingData);
    }

    [Fact]
    public void Predict_UnknownFeature_IsUnknown()
    {
        using CeRegression regression = CeRegression.Load(Shipped);
        RegressionPrediction prediction = regression.Predict(Morphology(100, 1.2, double.NaN));
        Assert.True(double.IsNaN(prediction.Ce1));
        Assert.False(prediction.InsideTrainingData);
    }

    [Fact]
    public async Task Load_ModelOnOtherFeatures_NamesTheFeature()
    {
        using var folder = new TemporaryFolder();
        SvrModel model = SvrTraining.Train(Reference.Instance.TrainingTable(), "ce1", Reference.Features, new SvrOptions { C = 1, Epsilon = 0.005, Gamma = 0.25 }, TestContext.Current.CancellationToken);
        await SvrOnnxFile.WriteAsync(folder.File("m.onnx"), model, TestContext.Current.CancellationToken);
        Assert.Contains("lognormal_sigma", Assert.Throws<InputException>(() => CeRegression.Load(folder.File("m.onnx"))).Message, StringComparison.Ordinal);
    }

    private static Morphology Morphology(double diameter, double aspect, double fractal)
    {
        MeasureSummary d = Summary(diameter), a = Summary(aspect), f = Summary(fractal);
        return new Morphology
        {
            ParticleCount = 500, PixelSizeNm = 3, DiameterNm = d, AspectRatio = a, FractalDimension = f,
            VolumeWeighted = new MorphologySummaries { DiameterNm = d, AspectRatio = a, FractalDimension = f },
        };
    }

    private static MeasureSummary Summary(double value) => new()
    {
        Mean = value, Median = value, Std = 0.1 * value, D10 = value, D50 = value, D90 = value, MeanCi95 = [value, value], MedianCi95 = [value, value],
    };
}
