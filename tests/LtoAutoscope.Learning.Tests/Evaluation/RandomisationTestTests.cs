using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Tests.Evaluation;

public sealed class RandomisationTestTests
{
    /// <summary>Targets of a batch err together: dealt out, they must still lie together, whatever the sizes of the batches.</summary>
    [Theory]
    [InlineData(5, 3, 4, 6, 2, 4)]
    [InlineData(4, 4, 4, 4)]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(12, 1)]
    public void Order_EachGroup_GetsTheTargetsOfOneGroup(params int[] sizes)
    {
        // The rows of a group need not be neighbours in the file.
        int[] groups = [.. sizes.SelectMany((size, group) => Enumerable.Repeat(group, size))];
        new Random(3).Shuffle(groups);
        TrainingSet set = Rows.Of(groups.Length, 1, 0) with { Groups = groups };
        HashSet<string> different = [];
        for (int seed = 0; seed < 20; seed++)
        {
            int[] order = RandomisationTest.Order(set, new Random(seed));
            different.Add(string.Join(' ', order));
            List<int> sources = [];
            foreach (IGrouping<int, int> group in Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]))
            {
                int source = Assert.Single(group.Select(row => groups[order[row]]).Distinct());
                sources.Add(source);
                // As many of them as there are room for, and each as often as the others.
                int[] times = [.. group.GroupBy(row => order[row]).Select(same => same.Count())];
                Assert.Equal(Math.Min(sizes[source], group.Count()), times.Length);
                Assert.InRange(times.Max() - times.Min(), 0, 1);
            }

            Assert.Equal(Enumerable.Range(0, sizes.Length), sources.Order());
            if (sizes.Distinct().Count() == 1) Assert.Equal(Enumerable.Range(0, groups.Length), order.Order());
        }

        Assert.True(different.Count > 1);
    }

    /// <summary>Batches of very different sizes and no law: dealt out by batches alone, p falls to 0.05 or below in a fifth of such sets.</summary>
    [Fact]
    public void Of_NoLawAndUnequalGroups_RarelySaysThatThereIsOne()
    {
        int[] groups = [.. new[] { 12, 12, 1, 1, 1, 1, 1, 1, 1 }.SelectMany((size, group) => Enumerable.Repeat(group, size))];
        var chosen = new SvrHyperparameters(1, 0.1, 0.5);
        var options = new SvrOptions { C = chosen.C, Epsilon = chosen.Epsilon, Gamma = chosen.Gamma, Tolerance = 1e-3 };
        int alarms = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var set = new TrainingSet
            {
                Features = ["a", "b"], Target = "t", Source = "test", Groups = groups,
                Rows = [.. groups.Select(_ => new[] { random.NextDouble(), random.NextDouble() })], Targets = [.. groups.Select(_ => random.NextDouble() - 0.5)],
            };
            double r2 = CrossValidation.R2(set.Targets, SvrTraining.HeldOut(set, options, TestContext.Current.CancellationToken).Predicted);
            if (RandomisationTest.Of(set, options, r2, chosen, 39, null, TestContext.Current.CancellationToken).PValue <= 0.05) alarms++;
        }

        Assert.InRange(alarms, 0, 4);
    }
}
