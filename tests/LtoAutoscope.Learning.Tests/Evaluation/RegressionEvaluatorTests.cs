using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Tests.Evaluation;

public sealed class RegressionEvaluatorTests
{
    private static readonly SvrOptions Fixed = new() { C = 5, Epsilon = 0.05, Gamma = 0.3 };
    private static readonly EvaluationOptions Spend = new() { Bootstraps = 300, Permutations = 20, CurveRepeats = 4, ImportanceRepeats = 5 };

    [Fact]
    public void Evaluate_KnownLaw_FindsWhatCarriesIt()
    {
        List<double> shares = [];
        EvaluatedRegression made = RegressionEvaluator.Evaluate(Rows.Of(90, 1, 0.1, groupSize: 3), Fixed, Spend, null, new Immediate(shares), TestContext.Current.CancellationToken);
        RegressionEvaluation e = made.Evaluation;
        Assert.InRange(e.Scores.R2.Value, 0.9, 0.995);
        Assert.True(e.Scores.R2.Low < e.Scores.R2.Value && e.Scores.R2.Value < e.Scores.R2.High);
        Assert.InRange(e.Scores.Rmse.Value, 0.09, 0.2);
        Assert.True(e.Scores.Mae.Value < e.Scores.Rmse.Value);
        Assert.Equal(1.0 / 21, e.Randomisation!.PValue, 1e-12);
        Assert.True(e.Randomisation.R2.Max() < 0.4);
        Assert.InRange(e.Coverage95, 0.88, 1);
        Assert.True(e.Effects[0].Importance > e.Effects[1].Importance && e.Effects[1].Importance > 0.04 && e.Effects[2].Importance < 0.02, string.Join(' ', e.Effects.Select(effect => effect.Importance)));
        // sin(2a) rises through the middle by about 2 from end to end.
        Assert.InRange(e.Effects[0].Mean[^1] - e.Effects[0].Mean[0], 1.4, 2.2);
        Assert.True(e.LearningCurve[^1].Rmse < e.LearningCurve[0].Rmse);
        Assert.Equal(30, e.Groups);
        Assert.Equal(1, shares[^1]);
        Assert.Equal(shares.Order(), shares);
        Assert.Null(e.Prior);
        Assert.Contains("\"p_value\"", JsonSerializer.Serialize(e, DomainJson.Line), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_TargetsThatMeanNothing_AreToldApartFromSkill()
    {
        TrainingSet set = Rows.Of(45, 3, 0);
        double[] noise = [.. set.Targets];
        new Random(11).Shuffle(noise);
        RegressionEvaluation e = RegressionEvaluator.Evaluate(set with { Targets = noise }, Fixed, Spend with { CurveRepeats = 0 }, null, null, TestContext.Current.CancellationToken).Evaluation;
        Assert.True(e.Randomisation!.PValue > 0.05, $"p {e.Randomisation.PValue}");
        Assert.True(e.Scores.R2.Value < 0.3);
        Assert.Empty(e.LearningCurve);
    }

    [Fact]
    public void Evaluate_PriorThatKnowsTheHardPart_IsKept()
    {
        // What the prior leaves, ½b² + noise, is easier than the whole.
        RegressionEvaluation e = RegressionEvaluator.Evaluate(
            Rows.Of(40, 5, 0.02, prior: row => Math.Sin(2 * row[0]) + 0.3 * Math.Sin(9 * row[2])) is var set ? set with { Targets = [.. set.Targets.Zip(set.Rows, (y, row) => y + 0.3 * Math.Sin(9 * row[2]))] } : null!,
            Fixed, Spend with { Permutations = 0, CurveRepeats = 0 }, null, null, TestContext.Current.CancellationToken).Evaluation;
        Assert.Equal("residual", e.Prior!.Better);
        Assert.True(e.Prior.IsClear);
        Assert.True(e.Scores.Rmse.Value < e.Prior.Plain.Rmse.Value && e.Scores.Rmse.Value < e.Prior.Alone.Rmse.Value);
        Assert.Null(e.Randomisation);
    }

    [Fact]
    public void Evaluate_PriorThatMisleads_IsDropped()
    {
        EvaluatedRegression made = RegressionEvaluator.Evaluate(
            Rows.Of(40, 6, 0.05, prior: row => 5 * Math.Sin(20 * row[0] * row[1])), Fixed, Spend with { Permutations = 0, CurveRepeats = 0 }, null, null, TestContext.Current.CancellationToken);
        Assert.Equal("plain", made.Evaluation.Prior!.Better);
        Assert.Equal("", made.Model.PriorName);
        Assert.Null(made.Set.Prior);
    }

    [Fact]
    public void Evaluate_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => RegressionEvaluator.Evaluate(Rows.Of(40, 1, 0.1), Fixed, Spend, null, null, cancel.Token));
    }

    private sealed class Immediate(List<double> shares) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value) => shares.Add(value.Share);
    }
}
