using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>
/// How the weighted median diameter settles, frame by frame, with a 95 % interval from a bootstrap that draws whole frames
/// (Efron and Tibshirani 1993, chapter 8: clusters are the unit of resampling).
/// </summary>
/// <remarks>Not thread-safe; the owner guards it. Seeded: the same frames give the same interval.</remarks>
public sealed class MedianConvergence(int seed)
{
    private const int Replicates = 100;
    private readonly List<(double Diameter, double Weight)[]> _frames = [];
    private readonly List<ConvergencePoint> _points = [];
    private int _particles;

    /// <summary>One point a frame.</summary>
    public IReadOnlyList<ConvergencePoint> Points => [.. _points];

    /// <summary>Takes in the particles of one more frame.</summary>
    public void Add(IReadOnlyList<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        (double, double)[] counted = [.. particles.Where(particle => particle.Counts).Select(particle => (particle.DiameterNm, particle.Weight))];
        if (counted.Length == 0) return;
        _frames.Add(counted);
        _particles += counted.Length;
        double median = Median(_frames);
        (double low, double high) = Interval(median);
        _points.Add(new ConvergencePoint(_particles, median, low, high));
    }

    private (double Low, double High) Interval(double median)
    {
        if (_frames.Count < 2) return (double.NaN, double.NaN);
        var random = new Random(unchecked(seed * 397 ^ _frames.Count));
        var medians = new double[Replicates];
        var drawn = new (double, double)[_frames.Count][];
        for (int replicate = 0; replicate < Replicates; replicate++)
        {
            for (int i = 0; i < drawn.Length; i++) drawn[i] = _frames[random.Next(_frames.Count)];
            medians[replicate] = Median(drawn);
        }

        Array.Sort(medians);
        return (Math.Min(medians[2], median), Math.Max(medians[Replicates - 3], median));
    }

    private static double Median(IEnumerable<(double Diameter, double Weight)[]> frames)
    {
        (double Diameter, double Weight)[] all = [.. frames.SelectMany(frame => frame)];
        Array.Sort(all, (a, b) => a.Diameter.CompareTo(b.Diameter));
        double half = all.Sum(item => item.Weight) / 2, passed = 0;
        foreach ((double diameter, double weight) in all)
        {
            passed += weight;
            if (passed >= half) return diameter;
        }

        return all[^1].Diameter;
    }
}
