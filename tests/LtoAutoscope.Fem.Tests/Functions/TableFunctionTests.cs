using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Functions;

namespace LtoAutoscope.Fem.Tests.Functions;

public sealed class TableFunctionTests
{
    private static readonly TableFunction Steps = new([(0, 1), (1, 1), (2, 3), (4, 3.5), (5, 3)], "test");

    [Fact]
    public void At_GivenPoints_MeetsThemAndNeverOvershoots()
    {
        Assert.Equal(3, Steps.At(2), 1e-14);
        Assert.Equal(3.5, Steps.At(4), 1e-14);
        for (double x = -1; x < 6; x += 0.01) Assert.InRange(Steps.At(x), 1 - 1e-12, 3.5 + 1e-12);
        Assert.Equal(1, Steps.At(-5), 1e-14);
        Assert.Equal(3, Steps.At(9), 1e-14);
    }

    [Fact]
    public void SlopeAt_Anywhere_IsTheDifferenceQuotient()
    {
        for (double x = 0.05; x < 5; x += 0.1) Assert.Equal((Steps.At(x + 1e-6) - Steps.At(x - 1e-6)) / 2e-6, Steps.SlopeAt(x), 1e-6);
    }

    [Fact]
    public void Constructor_BadTables_AreInputErrors()
    {
        Assert.Throws<InputException>(() => new TableFunction([(0, 1)], "test"));
        Assert.Throws<InputException>(() => new TableFunction([(0, 1), (0, 2)], "test"));
        Assert.Throws<InputException>(() => new TableFunction([(0, 1), (1, double.NaN)], "test"));
    }
}
