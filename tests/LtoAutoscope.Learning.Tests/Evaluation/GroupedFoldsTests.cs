using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Tests.Evaluation;

public sealed class GroupedFoldsTests
{
    [Fact]
    public void Join_SampleAndBatch_RowsThatShareEitherAreOneGroup()
    {
        int[] groups = RowGroups.Join([["s1", "s1", "s2", "s3", "s4"], ["", "b1", "b1", "b2", ""]]);
        Assert.Equal([0, 0, 0, 1, 2], groups);
    }

    [Theory]
    [InlineData(40, 5, 1)]
    [InlineData(37, 4, 2)]
    [InlineData(60, 10, 3)]
    public void Grouped_AnyGroups_NoGroupIsPartedAndFoldsAreOfLikeSize(int rows, int folds, int seed)
    {
        var random = new Random(seed);
        int[] groups = [.. Enumerable.Range(0, rows).Select(_ => random.Next(rows / 2))];
        int[] fold = Folds.Grouped(rows, groups, folds, seed);
        foreach (IGrouping<int, int> group in Enumerable.Range(0, rows).GroupBy(i => groups[i])) Assert.Single(group.Select(i => fold[i]).Distinct());
        int[] sizes = [.. Enumerable.Range(0, folds).Select(k => fold.Count(f => f == k))];
        Assert.True(sizes.Max() - sizes.Min() <= groups.GroupBy(g => g).Max(g => g.Count()), string.Join(' ', sizes));
    }

    [Fact]
    public void HeldOut_RowsRepeatedInGroups_ScoresAreNotThoseOfCopies()
    {
        // Each row stands there four times: folds that part copies would predict pure noise perfectly.
        var random = new Random(4);
        double[][] rows = [.. Enumerable.Range(0, 80).Select(i => i / 4).Select(i => new[] { new Random(i).NextDouble(), new Random(i + 500).NextDouble() })];
        double[] noise = [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())];
        var set = new TrainingSet { Features = ["a", "b"], Target = "y", Source = "copies", Rows = rows, Targets = [.. Enumerable.Range(0, 80).Select(i => noise[i / 4])] };
        var options = new SvrOptions { C = 100, Epsilon = 0.001, Gamma = 10 };
        double parted = CrossValidation.R2(set.Targets, SvrTraining.HeldOut(set, options, TestContext.Current.CancellationToken).Predicted);
        double whole = CrossValidation.R2(set.Targets, SvrTraining.HeldOut(set with { Groups = [.. Enumerable.Range(0, 80).Select(i => i / 4)] }, options, TestContext.Current.CancellationToken).Predicted);
        Assert.True(parted > 0.8 && whole < 0.2, $"copies parted {parted:0.00}, kept together {whole:0.00}");
    }

    [Fact]
    public void Of_TableWithGroupsAndPrior_ReadsBoth()
    {
        using var text = new StringReader("sample,a,model,y\ns1,1,0.5,0.6\ns1,2,0.5,0.7\ns2,3,0.6,0.8\n");
        TrainingSet set = TrainingSet.Of(CsvTable.Read(text, "t.csv"), "y", ["a"], ["sample"], "model");
        Assert.Equal([0, 0, 1], set.Groups!);
        Assert.Equal(0.2, set.Fitted[2], 1e-12);
        Assert.Contains("none of the features", Assert.Throws<Domain.InputException>(() => set.WithFeatures(["b"])).Message, StringComparison.Ordinal);
    }
}
