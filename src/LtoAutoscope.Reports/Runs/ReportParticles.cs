using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Reports.Runs;

/// <summary>The particles that count, as the report needs them: four columns for its histograms, the frame of each, and one particle as an example. A particle takes 36 bytes.</summary>
/// <param name="medianNm">Median diameter of the sample, nm, by which the example is chosen; NaN for no example.</param>
/// <remarks>Filled by one thread, then only read.</remarks>
public sealed class ReportParticles(double medianNm = double.NaN)
{
    private readonly List<double> _diameters = [], _aspects = [], _fractals = [], _weights = [];
    private readonly List<int> _frameOf = [];
    private readonly Dictionary<string, int> _frames = new(StringComparer.Ordinal);

    /// <summary>How many.</summary>
    public int Count => _diameters.Count;

    /// <summary>Equivalent circle diameters, nm.</summary>
    public IReadOnlyList<double> DiametersNm => _diameters;

    /// <summary>Aspect ratios, ≥ 1.</summary>
    public IReadOnlyList<double> AspectRatios => _aspects;

    /// <summary>Fractal dimensions of the outlines; NaN where unknown.</summary>
    public IReadOnlyList<double> FractalDimensions => _fractals;

    /// <summary>Statistical weights, above 0.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The particle whose diameter is nearest to the median, the first of equals; null without particles or without a median.</summary>
    public ReportParticle? Example { get; private set; }

    /// <summary>Those that count of a list, in its order.</summary>
    /// <param name="particles">Particles, those at borders included.</param>
    /// <param name="medianNm">Median diameter of the sample, nm; NaN for no example.</param>
    public static ReportParticles Of(IEnumerable<Particle> particles, double medianNm)
    {
        ArgumentNullException.ThrowIfNull(particles);
        var counted = new ReportParticles(medianNm);
        counted.Add(particles);
        return counted;
    }

    /// <summary>Takes in those that count of a list, in its order.</summary>
    public void Add(IEnumerable<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        foreach (Particle particle in particles.Where(static particle => particle.Counts))
        {
            Add(new ReportParticle(particle.Frame, particle.DiameterNm, particle.AspectRatio, particle.FractalDimension, particle.Weight)
            {
                ParticleId = particle.ParticleId, XPx = particle.XPx, YPx = particle.YPx,
            });
        }
    }

    /// <summary>Takes in one that counts.</summary>
    public void Add(ReportParticle particle)
    {
        if (double.IsFinite(medianNm) && (Example is not { } example || Math.Abs(particle.DiameterNm - medianNm) < Math.Abs(example.DiameterNm - medianNm))) Example = particle;
        if (!_frames.TryGetValue(particle.Frame, out int frame)) _frames[particle.Frame] = frame = _frames.Count;
        _diameters.Add(particle.DiameterNm);
        _aspects.Add(particle.AspectRatio);
        _fractals.Add(particle.FractalDimension);
        _weights.Add(particle.Weight);
        _frameOf.Add(frame);
    }

    /// <summary>The median diameter of each frame that has particles, nm: of an even number the upper one of the two in the middle.</summary>
    public IReadOnlyDictionary<string, double> MediansByFrame()
    {
        List<double>[] diameters = [.. _frames.Select(static _ => new List<double>())];
        for (int i = 0; i < Count; i++) diameters[_frameOf[i]].Add(_diameters[i]);
        return _frames.ToDictionary(
            static frame => frame.Key,
            frame =>
            {
                List<double> own = diameters[frame.Value];
                own.Sort();
                return own[own.Count / 2];
            },
            StringComparer.Ordinal);
    }
}
