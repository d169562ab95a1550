using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Studies;
using LtoAutoscope.Pipeline.Tests.Correlations;

namespace LtoAutoscope.Pipeline.Tests.Studies;

public sealed class StudyEvaluationTests
{
    [Fact]
    public async Task OfAsync_MeasuredSamples_FindsTheLawOnHeldOutBatches()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using LabData lab = await LabData.OpenAsync(token);
        var options = new StudyOptions { Syntheses = 15, BatchSize = 3 };
        IReadOnlyList<StudySynthesis> plan = StudyPlan.Of(options);
        foreach (StudySynthesis synthesis in plan)
        {
            double ce = 0.90 + 0.0003 * synthesis.Powder.MeanDiameterNm;
            await lab.AddAsync(synthesis.Name, synthesis.Powder.MeanDiameterNm, synthesis.Powder.AspectRatio, synthesis.Powder.FractalDimension, token, [ce - 0.001, ce + 0.001], batch: synthesis.BatchName);
        }

        IReadOnlyList<SamplePoint> points = await new CorrelationPoints(lab.Folder).ReadAsync(token);
        StudyReport report = await StudyEvaluation.OfAsync(options, [.. plan.Select(synthesis => new StudyRow { Synthesis = synthesis })], points, token);
        Assert.Equal((15, 5), (report.Regression!.Rows, report.Regression.Groups));
        Assert.True(report.Regression.Scores.R2.Value > 0.8, $"R² {report.Regression.Scores.R2.Value}");
        Assert.Equal(0.004 / Math.Sqrt(3), report.NoiseFloor, 1e-12);
        Assert.Contains(report.MaterialDifferences, difference => difference.Key == "surface_charge_C_m2");
        Assert.Null((await StudyEvaluation.OfAsync(options, [], [.. points.Where(point => point.Batch is "virtual-01" or "virtual-02")], token)).Regression);
    }

    [Fact]
    public void ExpectedDiameterNm_OfAPlan_IsNotTheTruth()
    {
        IReadOnlyList<StudySynthesis> plan = StudyPlan.Of(new StudyOptions());
        Assert.All(plan, synthesis => Assert.InRange(synthesis.ExpectedDiameterNm / synthesis.Powder.MedianDiameterNm, 0.6, 1.6));
        Assert.All(plan, synthesis => Assert.True(synthesis.ExpectedDiameterNm is 25 or 35 or 50 or 71 or 100 or 141 or 200 or 283 or 400 or 566, $"{synthesis.ExpectedDiameterNm} nm"));
        Assert.True(plan.Count(synthesis => Math.Abs(synthesis.ExpectedDiameterNm / synthesis.Powder.MedianDiameterNm - 1) > 0.05) > 30);
    }
}
