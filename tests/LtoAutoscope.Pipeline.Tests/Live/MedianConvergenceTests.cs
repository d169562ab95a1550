using CsCheck;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Tests.Live;

public sealed class MedianConvergenceTests
{
    private static readonly Gen<Particle[][]> Frames = Gen.Double[10, 300].Select(d => Lines.Particle(d)).Array[1, 20].Array[2, 6];

    [Fact]
    public void Add_KnownFrames_GivesTheMedianOfAllParticlesSoFar()
    {
        var convergence = new MedianConvergence(1);
        convergence.Add([.. ((double[])[10, 30, 20]).Select(d => Lines.Particle(d))]);
        Assert.Equal((3, 20.0), (convergence.Points[0].Particles, convergence.Points[0].MedianNm));
        Assert.True(double.IsNaN(convergence.Points[0].LowNm));

        convergence.Add([.. ((double[])[100, 110]).Select(d => Lines.Particle(d))]);
        Assert.Equal((5, 30.0), (convergence.Points[1].Particles, convergence.Points[1].MedianNm));
    }

    [Fact]
    public void Add_Weights_MoveTheMedian()
    {
        var convergence = new MedianConvergence(1);
        convergence.Add([Lines.Particle(10, weight: 1), Lines.Particle(20, weight: 1), Lines.Particle(90, weight: 5)]);
        Assert.Equal(90, convergence.Points[0].MedianNm);
    }

    [Fact]
    public void Add_ParticlesAtTheBorderAndEmptyFrames_CountNothing()
    {
        var convergence = new MedianConvergence(1);
        convergence.Add([]);
        convergence.Add([Lines.Particle(500, weight: 0, touchesBorder: true)]);
        Assert.Empty(convergence.Points);
    }

    [Fact]
    public void Points_AnyFrames_LieInTheirIntervalAndAreTheSameForTheSameSeed() => Frames.Sample(frames =>
    {
        MedianConvergence one = Of(frames, 7), two = Of(frames, 7);
        double[] all = [.. frames.SelectMany(frame => frame).Select(particle => particle.DiameterNm)];
        return one.Points.SequenceEqual(two.Points)
            && one.Points.Skip(1).All(point => point.LowNm <= point.MedianNm && point.MedianNm <= point.HighNm && point.LowNm >= all.Min() && point.HighNm <= all.Max());
    }, iter: 50);

    private static MedianConvergence Of(Particle[][] frames, int seed)
    {
        var convergence = new MedianConvergence(seed);
        foreach (Particle[] frame in frames) convergence.Add(frame);
        return convergence;
    }
}
