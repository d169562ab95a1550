using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Tests.Evaluation;

public sealed class LinearReadOutTests
{
    // Speed and stopping distance of cars: M. Ezekiel, Methods of Correlation Analysis (1930), the data set “cars” of R; figures of lm(dist ~ speed) there.
    private static readonly double[] Speed = [4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25];
    private static readonly double[] Distance = [2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85];

    private static TrainingSet Cars => new() { Features = ["speed"], Target = "dist", Source = "cars", Rows = [.. Speed.Select(speed => new[] { speed })], Targets = Distance };

    [Fact]
    public void Of_KnownData_HasItsCoefficientsAndErrors()
    {
        LinearReadOut fit = LinearReadOut.Of(Cars, Folds.Shuffled(50, 5, 1))!;
        Assert.Equal(-17.5791, fit.Coefficients[0].Value, 1e-4);
        Assert.Equal(6.7584, fit.Coefficients[0].StandardError, 1e-4);
        Assert.Equal(3.9324, fit.Coefficients[1].Value, 1e-4);
        Assert.Equal(0.4155, fit.Coefficients[1].StandardError, 1e-4);
        Assert.Equal(3.096964, fit.Coefficients[1].Low, 1e-5);
        Assert.Equal(4.767853, fit.Coefficients[1].High, 1e-5);
        Assert.Equal(0.6511, fit.R2, 1e-4);
        Assert.Equal(15.38, fit.ResidualDeviation, 1e-2);
        Assert.Equal(0.0123, fit.Coefficients[0].PValue, 1e-4);
        Assert.InRange(fit.HeldOutR2, 0.5, fit.R2);
        Assert.False(fit.Clustered);
    }

    [Fact]
    public void Of_RowsCopiedInGroups_ErrorsAreAboutThoseOfTheGroups()
    {
        TrainingSet copied = Cars with { Rows = [.. Cars.Rows.Concat(Cars.Rows).Concat(Cars.Rows)], Targets = [.. Distance, .. Distance, .. Distance], Groups = [.. Enumerable.Range(0, 150).Select(i => i % 50)] };
        LinearReadOut naive = LinearReadOut.Of(copied with { Groups = null }, Folds.Shuffled(150, 5, 1))!, grouped = LinearReadOut.Of(copied, Folds.Grouped(150, copied.Groups, 5, 1))!;
        Assert.True(grouped.Clustered);
        Assert.True(naive.Coefficients[1].StandardError < 0.26 && grouped.Coefficients[1].StandardError is > 0.35 and < 0.55, $"{naive.Coefficients[1].StandardError} {grouped.Coefficients[1].StandardError}");
        Assert.True(grouped.HeldOutR2 < naive.HeldOutR2);
    }

    [Fact]
    public void Of_FeaturesThatSayTheSame_IsNothing()
    {
        TrainingSet twice = Cars with { Features = ["speed", "double"], Rows = [.. Speed.Select(speed => new[] { speed, 2 * speed })] };
        Assert.Null(LinearReadOut.Of(twice, Folds.Shuffled(50, 5, 1)));
    }
}
