using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Tests.Evaluation;

public sealed class PriorModelTests
{
    private const string Header = "mean_diameter_nm,aspect_ratio,ce_model,ce1\n";

    [Fact]
    public async Task Predict_ModelOnAResidual_AddsThePriorAndSaysWhatItIsWorth()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(2);
        string csv = Header + string.Concat(Enumerable.Range(0, 40).Select(_ =>
        {
            double diameter = 50 + 200 * random.NextDouble(), aspect = 1.1 + random.NextDouble(), prior = 0.9 + 0.08 * random.NextDouble();
            return FormattableString.Invariant($"{diameter:0.0},{aspect:0.00},{prior:0.0000},{prior - 0.02 + 0.0001 * (diameter - 150):0.00000}\n");
        }));
        await File.WriteAllTextAsync(folder.File("d.csv"), csv, TestContext.Current.CancellationToken);
        var options = new SvrOptions { C = 1, Epsilon = 0.0005, Gamma = 0.1, PriorColumn = RegressionTarget.Ce1.PriorName };
        await SvrTraining.TrainFileAsync(folder.File("d.csv"), "ce1", ["mean_diameter_nm", "aspect_ratio"], options, folder.File("m.onnx"), TestContext.Current.CancellationToken);

        using CeRegression regression = CeRegression.Load(folder.File("m.onnx"), "own@1 sha256:0");
        RegressionPrediction known = regression.Predict(Morphology(150, 1.5), 0.95);
        Assert.Equal(0.93, known.Ce1, 0.002);
        Assert.Equal(0.95, known.Prior);
        Assert.Equal("own@1 sha256:0", known.Model);
        Assert.True(known.InsideTrainingData && known.DomainDistance < 1);
        Assert.True(known.Ce1Interval![0] < known.Ce1 && known.Ce1 < known.Ce1Interval[1]);
        RegressionPrediction far = regression.Predict(Morphology(600, 1.5), 0.95);
        Assert.False(far.InsideTrainingData);
        Assert.True(far.DomainDistance > 1);
        Assert.Null(far.Ce1Interval);
        RegressionPrediction without = regression.Predict(Morphology(150, 1.5));
        Assert.True(double.IsNaN(without.Ce1) && !without.InsideTrainingData);

        IReadOnlyList<double> table = SvrPredictor.PredictFile(folder.File("m.onnx"), folder.File("d.csv"));
        double[] measured = CsvTable.Read(folder.File("d.csv")).Numbers("ce1");
        Assert.All(table.Zip(measured), pair => Assert.Equal(pair.Second, pair.First, 0.003));
    }

    [Fact]
    public async Task Load_PriorThatNoRunGives_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string csv = "mean_diameter_nm,guess,ce1\n" + string.Concat(Enumerable.Range(0, 12).Select(i => FormattableString.Invariant($"{50 + i},{0.9 + 0.001 * i},{0.92 - 0.002 * i * i % 3}\n")));
        await File.WriteAllTextAsync(folder.File("d.csv"), csv, TestContext.Current.CancellationToken);
        await SvrTraining.TrainFileAsync(folder.File("d.csv"), "ce1", ["mean_diameter_nm"], new SvrOptions { C = 1, Epsilon = 0.01, Gamma = 1, PriorColumn = "guess" }, folder.File("m.onnx"), TestContext.Current.CancellationToken);
        Assert.Contains("'guess'", Assert.Throws<Domain.InputException>(() => CeRegression.Load(folder.File("m.onnx"))).Message, StringComparison.Ordinal);
    }

    private static Morphology Morphology(double diameter, double aspect)
    {
        MeasureSummary d = Summary(diameter), a = Summary(aspect), f = Summary(1.05);
        return new Morphology { ParticleCount = 500, PixelSizeNm = 2, DiameterNm = d, AspectRatio = a, FractalDimension = f, VolumeWeighted = new MorphologySummaries { DiameterNm = d, AspectRatio = a, FractalDimension = f } };
    }

    private static MeasureSummary Summary(double value) => new() { Mean = value, Median = value, Std = 1, D10 = value, D50 = value, D90 = value, MeanCi95 = [value, value], MedianCi95 = [value, value] };
}
