using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Pipeline.Cells;

namespace LtoAutoscope.Pipeline.Tests.Cells;

public sealed class RatePlacesTests
{
    private const int Many = 14;

    [Fact]
    public void Align_ACellOfOneRate_StandsAtThatRate()
    {
        RatePlaces found = RatePlaces.Align([Groups(0.2, 0.5, 1, 0.2), Groups(1)], Many);

        Assert.Equal([0.2, 0.5, 1, 0.2], found.RatePerHour);
        Assert.Equal([[0, 1, 2, 3], [2]], found.Of);
        Assert.Equal(0, found.Left);
    }

    [Fact]
    public void Align_TheSameRateAgain_IsItsNextOccurrence()
        => Assert.Equal([[0, 1, 2], [0], [0, 2]], RatePlaces.Align([Groups(0.2, 5, 0.2), Groups(0.2), Groups(0.2, 0.2)], Many).Of);

    [Fact]
    public void Align_RatesThatDoNotFit_HavePlacesOfTheirOwn()
    {
        RatePlaces found = RatePlaces.Align([Groups(0.2, 10, 1), Groups(0.2, 0.5, 1, 0.2), Groups(3)], Many);

        Assert.Equal([0.2, 0.5, 10, 1, 0.2, 3], found.RatePerHour);
        Assert.Equal([[0, 2, 3], [0, 1, 3, 4], [5]], found.Of);
    }

    /// <summary>A mass is weighed to a few per cent: the one rule of rates says what is the same.</summary>
    [Fact]
    public void Align_RatesWithinTheTolerance_ShareAPlace()
    {
        RatePlaces found = RatePlaces.Align([Groups(0.2, 1), Groups(0.215, 1.2)], Many);

        Assert.Equal([0.2, 1, 1.2], found.RatePerHour);
        Assert.Equal([[0, 1], [0, 2]], found.Of);
    }

    [Fact]
    public void Align_MoreThanFit_CountsWhatIsLeftOut()
    {
        RatePlaces found = RatePlaces.Align([Groups(1, 2, 4, 8), Groups(1, 16)], 3);

        Assert.Equal([1, 2, 4], found.RatePerHour);
        Assert.Equal([[0, 1, 2], [0]], found.Of);
        Assert.Equal(2, found.Left);
    }

    [Fact]
    public void Align_NoCells_HasNoPlaces() => Assert.Empty(RatePlaces.Align([], Many).RatePerHour);

    /// <summary>Every rate of every cell is drawn, in order, over a label that it counts for.</summary>
    [Fact]
    public void Align_AnyCells_EachStandsOverItsOwnRates()
    {
        var random = new Random(11);
        for (int round = 0; round < 200; round++)
        {
            double[][] rates = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Enumerable.Range(0, random.Next(0, 6)).Select(_ => Math.Round(0.2 * Math.Pow(1.07, random.Next(12)), 3)).ToArray())];
            RatePlaces found = RatePlaces.Align([.. rates.Select(one => Groups(one))], 100);
            for (int cell = 0; cell < rates.Length; cell++)
            {
                Assert.Equal(rates[cell].Length, found.Of[cell].Count);
                Assert.All(found.Of[cell].Zip(rates[cell]), pair => Assert.True(Domain.Cells.CRate.Counts(pair.Second, found.RatePerHour[pair.First])));
                Assert.All(found.Of[cell].Skip(1).Zip(found.Of[cell]), pair => Assert.True(pair.First > pair.Second));
            }
        }
    }

    private static IReadOnlyList<RateCapability> Groups(params double[] rates) => [.. rates.Select((rate, i) => new RateCapability(rate, 5, 5 * i + 1, 160 - rate, 1))];
}
