using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Acquisition.Goals;

/// <summary>
/// What one tile adds to the precision of a sample, in a size that does not grow with its particles: a histogram of diameters (logarithmic bins, summed weights) and the
/// sums for the mean aspect ratio.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class TileSummary
{
    /// <summary>Bins of the histogram.</summary>
    public const int Bins = 384;

    private const double LowestNm = 1;
    private const double HighestNm = 100_000;
    private static readonly double LogStep = Math.Log(HighestNm / LowestNm) / Bins;

    private readonly float[] _weights = new float[Bins];

    /// <summary>Takes the particles that count.</summary>
    public TileSummary(IEnumerable<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        foreach (Particle particle in particles)
        {
            if (!particle.Counts) continue;
            Count++;
            Weight += particle.Weight;
            AspectSum += particle.Weight * particle.AspectRatio;
            LogDiameterSum += particle.Weight * Math.Log(particle.DiameterNm);
            _weights[Math.Clamp((int)(Math.Log(particle.DiameterNm / LowestNm) / LogStep), 0, Bins - 1)] += (float)particle.Weight;
        }
    }

    /// <summary>Particles that count.</summary>
    public int Count { get; }

    /// <summary>Sum of their weights.</summary>
    public double Weight { get; }

    /// <summary>Sum of weight times aspect ratio.</summary>
    public double AspectSum { get; }

    /// <summary>Sum of weight times the natural logarithm of the diameter in nm.</summary>
    public double LogDiameterSum { get; }

    /// <summary>Weight of each bin.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Weight of the particles that are smaller than a diameter; within a bin it runs straight in the logarithm.</summary>
    public double WeightBelow(double diameterNm)
    {
        double place = Math.Clamp(Math.Log(diameterNm / LowestNm) / LogStep, 0, Bins);
        int whole = (int)place;
        double sum = 0;
        for (int bin = 0; bin < Math.Min(whole, Bins); bin++) sum += _weights[bin];
        return whole < Bins ? sum + (place - whole) * _weights[whole] : sum;
    }

    /// <summary>The diameter at the lower edge of a bin, nm; of <see cref="Bins"/>, the upper end.</summary>
    public static double EdgeNm(double bin) => LowestNm * Math.Exp(bin * LogStep);
}
