using LtoAutoscope.Learning.Responses;

namespace LtoAutoscope.Learning.Tests.Responses;

public sealed class AssociationTests
{
    [Fact]
    public void Of_SixPairs_IsWhatTheFormulaeGive()
    {
        var found = Association.Of([(1, 2), (2, 1), (3, 4), (4, 3), (5, 7), (6, 5)]);
        // x' = −2.5…2.5, y' = y − 11/3: Σx'y' = 16, Σx'² = 17.5, Σy'² = 70/3.
        double r = 16 / Math.Sqrt(17.5 * 70 / 3);
        Assert.Equal(6, found.Count);
        Assert.Equal(r, found.Pearson!.Value, 1e-12);
        // Ranks of y 2 1 4 3 6 5: Σd² = 6, ρ = 1 − 6·6/(6·35).
        Assert.Equal(1 - 36.0 / 210, found.Spearman!.Value, 1e-12);
        Assert.Equal(Math.Tanh(Math.Atanh(r) - 1.959964 / Math.Sqrt(3)), found.PearsonInterval![0], 1e-12);
        Assert.Equal(Math.Tanh(Math.Atanh(r) + 1.959964 / Math.Sqrt(3)), found.PearsonInterval[1], 1e-12);
    }

    [Fact]
    public void Of_TwoPairs_KnowsNothing()
    {
        var found = Association.Of([(1, 2), (2, 3), (double.NaN, 4)]);
        Assert.Equal(2, found.Count);
        Assert.Null(found.Pearson);
        Assert.Null(found.Spearman);
        Assert.Null(found.PearsonInterval);
    }

    [Fact]
    public void Of_ConstantQuantity_IsUnknown() => Assert.Null(Association.Of([(1, 2), (1, 3), (1, 4), (1, 5), (1, 6)]).Pearson);

    [Fact]
    public void Of_Ties_ShareMeanRanks()
    {
        // Ranks of x: 1.5 1.5 3 4, of y: 1 2 3 4.
        double[] a = [1.5, 1.5, 3, 4], b = [1, 2, 3, 4];
        double xy = a.Zip(b).Sum(p => (p.First - 2.5) * (p.Second - 2.5)), xx = a.Sum(p => (p - 2.5) * (p - 2.5)), yy = 5;
        Assert.Equal(xy / Math.Sqrt(xx * yy), Association.Of([(1, 1), (1, 2), (2, 3), (3, 4)]).Spearman!.Value, 1e-12);
    }
}
