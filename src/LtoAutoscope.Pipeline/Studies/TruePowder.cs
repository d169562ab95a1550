using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>What is true of a virtual powder, in the form in which the cell model takes a morphology: no microscope, no network, no counting error.</summary>
internal static class TruePowder
{
    /// <summary>Relative spread of what the aspect ratio exceeds 1 by, here and in the microscope in software.</summary>
    internal const double AspectSpread = 0.4;

    private const int Particles = 1500;

    /// <summary>Draws particles of the powder.</summary>
    /// <param name="powder">The powder.</param>
    /// <param name="name">The sample's name.</param>
    /// <param name="seed">Of the draw.</param>
    internal static Morphology Of(VirtualPowder powder, string name, int seed)
    {
        var random = new Random(seed);
        double logDeviation = Math.Log(powder.GeometricDeviation), logSpread = Math.Sqrt(Math.Log(1 + AspectSpread * AspectSpread));
        var joint = new JointSample[Particles];
        for (int i = 0; i < Particles; i++)
        {
            double diameter = powder.MedianDiameterNm * Math.Exp(logDeviation * StandardNormal.Draw(random));
            double excess = (powder.AspectRatio - 1) * Math.Exp(logSpread * StandardNormal.Draw(random) - 0.5 * logSpread * logSpread);
            joint[i] = new JointSample(diameter, 1 + excess, powder.FractalDimension, 1);
        }

        double[] Cube(Func<JointSample, double> of) => [.. joint.OrderBy(of).Select(of)];
        MeasureSummary diameters = Summary(Cube(static p => p.DiameterNm)), aspects = Summary(Cube(static p => p.AspectRatio)), fractals = Summary(Cube(static p => p.FractalDimension));
        return new Morphology
        {
            ParticleCount = Particles, FrameCount = 1, PixelSizeNm = 1, SampleName = name, DiameterNm = diameters, AspectRatio = aspects, FractalDimension = fractals,
            VolumeWeighted = new MorphologySummaries { DiameterNm = diameters, AspectRatio = aspects, FractalDimension = fractals }, Joint = joint,
        };
    }

    private static MeasureSummary Summary(double[] sorted)
    {
        double mean = sorted.Average(), deviation = Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / sorted.Length);
        double At(double share) => sorted[(int)(share * (sorted.Length - 1))];
        return new MeasureSummary { Mean = mean, Median = At(0.5), Std = deviation, D10 = At(0.1), D50 = At(0.5), D90 = At(0.9), MeanCi95 = [mean, mean], MedianCi95 = [At(0.5), At(0.5)] };
    }
}
