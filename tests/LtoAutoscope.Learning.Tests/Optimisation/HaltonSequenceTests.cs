using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Learning.Tests.Optimisation;

public sealed class HaltonSequenceTests
{
    [Fact]
    public void Plain_FirstPoints_AreTheRadicalInverses()
    {
        HaltonSequence sequence = HaltonSequence.Plain(3);
        double[][] points = [.. Enumerable.Range(0, 4).Select(_ => sequence.Next())];
        Assert.Equal([0.5, 0.25, 0.75, 0.125], points.Select(point => point[0]));
        Assert.Equal([1 / 3.0, 2 / 3.0, 1 / 9.0, 4 / 9.0], points.Select(point => point[1]).Select(x => Math.Round(x, 15)), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(0.8, points[3][2], 1e-14);
    }

    /// <summary>No two coordinates may count in the same prime: they would move together.</summary>
    [Fact]
    public void Plain_ManyCoordinates_AllDiffer()
    {
        HaltonSequence sequence = HaltonSequence.Plain(24);
        double[] point = sequence.Next();
        Assert.Equal(24, point.Distinct().Count());
        Assert.Equal(1 / 89.0, point[23], 1e-14);
    }

    [Fact]
    public void Next_Scrambled_IsTheSeedsAndEvenInEachCoordinate()
    {
        var one = new HaltonSequence(4, 7);
        var same = new HaltonSequence(4, 7);
        double[][] points = [.. Enumerable.Range(0, 210).Select(_ => one.Next())];
        Assert.All(points, point => Assert.Equal(point, same.Next()));
        Assert.NotEqual(points[0], new HaltonSequence(4, 8).Next());
        for (int k = 0; k < 4; k++)
            for (int part = 0; part < 7; part++) Assert.InRange(points.Count(point => (int)(7 * point[k]) == part), 27, 33);
    }
}
