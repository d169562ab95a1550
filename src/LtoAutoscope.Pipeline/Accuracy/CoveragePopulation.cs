using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>
/// A population of particles for the coverage trials, and samples of it as a run would take them: log-normal diameters, log-normal excess of the aspect ratio over 1, normal fractal dimensions, correlated,
/// each with a part that the particles of one frame share; large particles are lost at the border and those that are left weigh more.
/// </summary>
internal sealed record CoveragePopulation
{
    private const double FrameWidth = 1024, FrameHeight = 768;

    internal required double MedianPx { get; init; }

    internal required double SizeSpread { get; init; }

    internal required double SizeBetween { get; init; }

    internal required double MeanExcess { get; init; }

    internal required double ExcessSpread { get; init; }

    internal required double ExcessBetween { get; init; }

    internal required double Dimension { get; init; }

    internal required double DimensionSpread { get; init; }

    internal required double DimensionBetween { get; init; }

    internal required double Correlation { get; init; }

    internal required int Frames { get; init; }

    internal required double ParticlesAFrame { get; init; }

    /// <summary>Draws a population and how much of it is seen: 3 to 8 frames of 20 to 90 particles.</summary>
    internal static CoveragePopulation Draw(Random random) => new()
    {
        MedianPx = Uniform(random, 25, 40), SizeSpread = Uniform(random, 0.1, 0.4), SizeBetween = Uniform(random, 0, 0.08), MeanExcess = Uniform(random, 0.1, 1.5), ExcessSpread = Uniform(random, 0.2, 0.6),
        ExcessBetween = Uniform(random, 0, 0.1), Dimension = Uniform(random, 1.03, 1.25), DimensionSpread = Uniform(random, 0.01, 0.05), DimensionBetween = Uniform(random, 0, 0.01),
        Correlation = Uniform(random, -0.4, 0.4), Frames = random.Next(3, 9), ParticlesAFrame = Uniform(random, 20, 90),
    };

    /// <summary>The true value of a figure, pixels or a number.</summary>
    internal double Truth(string measure, string statistic)
    {
        bool mean = statistic == "mean";
        double size = SizeSpread * SizeSpread + SizeBetween * SizeBetween, excess = ExcessSpread * ExcessSpread + ExcessBetween * ExcessBetween;
        return measure switch
        {
            "diameter_nm" => MedianPx * (mean ? Math.Exp(size / 2) : 1),
            "aspect_ratio" => 1 + MeanExcess * (mean ? 1 : Math.Exp(-excess / 2)),
            _ => Dimension,
        };
    }

    /// <summary>The particles of one frame, free of any error of measurement; lengths in pixels.</summary>
    internal List<(double Diameter, double AspectRatio, double Dimension, double Weight)> Frame(Random random)
    {
        int count = Poisson(random, ParticlesAFrame);
        double sizeShift = SizeBetween * Normal(random), excessShift = ExcessBetween * Normal(random), dimensionShift = DimensionBetween * Normal(random);
        double excess = ExcessSpread * ExcessSpread + ExcessBetween * ExcessBetween, other = Math.Sqrt(1 - Correlation * Correlation);
        List<(double, double, double, double)> particles = new(count);
        for (int i = 0; i < count; i++)
        {
            double z = Normal(random), diameter = MedianPx * Math.Exp(SizeSpread * z + sizeShift);
            double aspect = 1 + MeanExcess * Math.Exp(ExcessSpread * (Correlation * z + other * Normal(random)) + excessShift - excess / 2);
            double dimension = Dimension + DimensionSpread * (Correlation * z + other * Normal(random)) + dimensionShift, weight = 1 / ((1 - diameter / FrameWidth) * (1 - diameter / FrameHeight));
            if (weight > 0 && random.NextDouble() < 1 / weight) particles.Add((diameter, aspect, dimension, weight));
        }

        return particles;
    }

    internal static double Uniform(Random random, double low, double high) => low + (high - low) * random.NextDouble();

    internal static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-mean), product = random.NextDouble();
        int count = 0;
        for (; product > limit; count++) product *= random.NextDouble();
        return count;
    }
}
