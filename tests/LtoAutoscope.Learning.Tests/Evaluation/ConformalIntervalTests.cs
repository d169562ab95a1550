using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Tests.Evaluation;

public sealed class ConformalIntervalTests
{
    [Fact]
    public void HalfWidth_KnownErrors_IsTheCorrectedQuantile()
    {
        double[] targets = new double[19], predicted = [.. Enumerable.Range(1, 19).Select(i => (double)i)];
        Assert.Equal(19, ConformalInterval.HalfWidth(targets, predicted, 0.95));
        Assert.Equal(18, ConformalInterval.HalfWidth(targets, predicted, 0.90));
        Assert.True(double.IsNaN(ConformalInterval.HalfWidth(targets[..18], predicted[..18], 0.95)));
    }

    [Fact]
    public void HalfWidth_ManyDrawsOfHeavyTails_CoversAsPromised()
    {
        var random = new Random(8);
        int covered = 0;
        const int Draws = 4000, Rows = 40;
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] errors = [.. Enumerable.Range(0, Rows + 1).Select(_ => Math.Pow(Evaluation.Rows.Normal(random), 3))];
            if (Math.Abs(errors[Rows]) <= ConformalInterval.HalfWidth(new double[Rows], errors[..Rows], 0.9)) covered++;
        }

        // 0.9 promised, at most 0.9 + 1/41; the margin is four standard errors.
        Assert.InRange(covered / (double)Draws, 0.9 - 0.019, 0.925 + 0.019);

    }

    [Fact]
    public void Train_NewRowsOfTheSameLaw_LieInTheIntervals()
    {
        int covered = 0, all = 0;
        for (int seed = 1; seed <= 12; seed++)
        {
            SvrModel model = SvrTraining.Train(Rows.Of(60, seed, 0.1), new SvrOptions { C = 5, Epsilon = 0.05, Gamma = 0.3 }, TestContext.Current.CancellationToken);
            TrainingSet fresh = Rows.Of(200, 1000 + seed, 0.1);
            covered += Enumerable.Range(0, fresh.Count).Count(i => Math.Abs(model.Predict(fresh.Rows[i]) - fresh.Targets[i]) <= model.HalfWidth95);
            all += fresh.Count;
        }

        Assert.InRange(covered / (double)all, 0.92, 0.995);
    }
}
