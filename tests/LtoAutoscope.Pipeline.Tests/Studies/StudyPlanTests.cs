using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Studies;

namespace LtoAutoscope.Pipeline.Tests.Studies;

public sealed class StudyPlanTests
{
    [Fact]
    public void Of_SameOptions_IsTheSamePlan()
    {
        var options = new StudyOptions();
        IReadOnlyList<StudySynthesis> plan = StudyPlan.Of(options);
        Assert.Equal(plan, StudyPlan.Of(options));
        Assert.NotEqual(plan, StudyPlan.Of(options with { Seed = 2 }));
        Assert.Equal(60, plan.Count);
        Assert.Equal(10, plan.Select(synthesis => synthesis.Batch).Distinct().Count());
        Assert.All(plan.GroupBy(synthesis => synthesis.Batch), batch => Assert.Equal([1, 2, 3, 4, 5, 6], batch.Select(synthesis => synthesis.Stub)));
    }

    [Fact]
    public void Of_LatinHypercube_HitsEachTenthOfEachRange()
    {
        IReadOnlyList<StudySynthesis> plan = StudyPlan.Of(new StudyOptions { Syntheses = 50 });
        foreach (Func<StudySynthesis, double> share in new Func<StudySynthesis, double>[] { s => (s.Recipe.TemperatureC - 600) / 300, s => (s.Recipe.Ph - 8) / 4.5, s => (s.Recipe.PrecursorMolPerL - 0.1) / 1.4, s => (s.Recipe.DurationH - 2) / 14 })
        {
            // Five of each tenth; what a person would set is rounded, so one may slip over an edge.
            int[] counts = [.. Enumerable.Range(0, 10).Select(tenth => plan.Count(s => (int)Math.Clamp(10 * share(s), 0, 9) == tenth))];
            Assert.All(counts, count => Assert.InRange(count, 3, 7));
        }
    }

    [Fact]
    public void Measure_Cells_ScatterAboutOneEfficiencyAndFollowThePowder()
    {
        Material nominal = MaterialFile.Load(Path.Combine(Repository.Root, "config", "materials", "lto.yaml"));
        var options = new StudyOptions { Cells = 6 };
        StudySynthesis[] plan = [.. StudyPlan.Of(options)];
        StudySynthesis fine = plan.MinBy(s => s.Powder.MedianDiameterNm)!, coarse = plan.MaxBy(s => s.Powder.MedianDiameterNm)!;
        var cells = new StudyCells(nominal, options);
        IReadOnlyList<CellTest> ofFine = cells.Measure(fine, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken), ofCoarse = cells.Measure(coarse, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
        Assert.Equal(6, ofFine.Count);
        Assert.True(ofCoarse.Average(c => c.Ce1) - ofFine.Average(c => c.Ce1) > 0.03, $"{ofFine.Average(c => c.Ce1)} {ofCoarse.Average(c => c.Ce1)}");
        Assert.InRange(ofFine.Max(c => c.Ce1) - ofFine.Min(c => c.Ce1), 0.002, 0.03);
        Assert.All(ofFine, cell => Assert.Equal(cell.Ce1, cell.Cycles[0].EfficiencyBy(cell.Convention), 1e-4));
        Assert.Contains("not measured", ofFine[0].SourceName, StringComparison.Ordinal);
        Assert.Equal(ofFine.Select(c => c.Ce1), cells.Measure(fine, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken).Select(c => c.Ce1));
    }
}
