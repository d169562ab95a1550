using CsCheck;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class MedianConvergenceTests
{
    private static readonly Gen<Particle[][]> Frames = Gen.Double[10, 300].Select(d => MorphologyStatisticsTests.Of(d)).Array[1, 20].Array[2, 6];

    [Fact]
    public void Add_KnownFrames_GivesTheMedianOfAllParticlesSoFar()
    {
        var convergence = new MedianConvergence(1);
        convergence.Add([.. ((double[])[10, 30, 20]).Select(d => MorphologyStatisticsTests.Of(d))]);
        Assert.Equal((3, 20.0), (convergence.Points[0].Particles, convergence.Points[0].Median));
        Assert.True(double.IsNaN(convergence.Points[0].Low));

        convergence.Add([.. ((double[])[100, 110]).Select(d => MorphologyStatisticsTests.Of(d))]);
        Assert.Equal((5, 30.0), (convergence.Points[1].Particles, convergence.Points[1].Median));
    }

    [Fact]
    public void Add_Weights_MoveTheMedian()
    {
        var convergence = new MedianConvergence(1);
        convergence.Add([MorphologyStatisticsTests.Of(10), MorphologyStatisticsTests.Of(20), MorphologyStatisticsTests.Of(90, 20)]);
        Assert.InRange(convergence.Points[0].Median, 70, 90);
    }

    [Fact]
    public void Add_ParticlesAtTheBorderAndEmptyFrames_CountNothing()
    {
        var convergence = new MedianConvergence(1);
        convergence.Add([]);
        convergence.Add([MorphologyStatisticsTests.Of(500, 0) with { TouchesBorder = true }]);
        Assert.Empty(convergence.Points);
    }

    [Fact]
    public void Points_AnyFrames_LieInTheirIntervalAndAreTheSameForTheSameSeed() => Frames.Sample(frames =>
    {
        MedianConvergence one = Of(frames, 7), two = Of(frames, 7);
        double[] all = [.. frames.SelectMany(frame => frame).Select(particle => particle.DiameterNm)];
        return one.Points.SequenceEqual(two.Points)
            && one.Points.Skip(1).All(point => point.Low <= point.Median && point.Median <= point.High && point.Low >= all.Min() && point.High <= all.Max());
    }, iter: 50);

    private static MedianConvergence Of(Particle[][] frames, int seed)
    {
        var convergence = new MedianConvergence(seed);
        foreach (Particle[] frame in frames) convergence.Add(frame);
        return convergence;
    }
}
