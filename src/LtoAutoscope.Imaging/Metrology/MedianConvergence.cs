using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>How the weighted median diameter settles, frame by frame, with the statistical 95 % interval of the morphology: frames as clusters.</summary>
/// <remarks>Not thread-safe; the owner guards it. Seeded: the same frames give the same interval.</remarks>
public sealed class MedianConvergence(int seed)
{
    private const int Replicates = 100;
    private readonly List<(double Value, double Weight, int Cluster)> _items = [];
    private readonly List<ConvergencePoint> _points = [];
    private int _frames;

    /// <summary>One point a frame with whole particles.</summary>
    public IReadOnlyList<ConvergencePoint> Points => [.. _points];

    /// <summary>Takes in the particles of one more frame.</summary>
    public void Add(IReadOnlyList<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        int before = _items.Count;
        _items.AddRange(particles.Where(static particle => particle.Counts).Select(particle => (particle.DiameterNm, particle.Weight, _frames)));
        if (_items.Count == before) return;
        _frames++;
        var sample = new WeightedSample(_items);
        double median = sample.Quantile(0.5);
        SampleSpread spread = ClusterBootstrap.Spread(sample, unchecked(seed * 397 ^ _frames), Replicates);
        double[] interval = _frames < 2 ? [double.NaN, double.NaN] : ClusterBootstrap.Interval(sample, median, spread.Median, spread.DegreesOfFreedom);
        _points.Add(new ConvergencePoint(_items.Count, median, interval[0], interval[1]));
    }
}
