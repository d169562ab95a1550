using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>
/// Samples that nobody made: the single-particle model with known parameters on log-normal powders, as CSV for <c>fem loso</c>. What the
/// harness is not told keeps it from being an easy exercise: the width of each powder's sizes, an own surface charge and own film rate of each sample
/// (±30 %), an error of the measured means (2 %) and of CE1.
/// </summary>
public static class SyntheticStudy
{
    /// <summary>Standard deviation of the error of CE1.</summary>
    public const double Ce1Noise = 0.003;

    private const double ChemistryScatter = 0.3;
    private const double MeanError = 0.02;

    /// <summary>The parameters behind the samples.</summary>
    public static Material Truth { get; } = new() { Name = "synthetic", DiffusivityM2S = 4e-18, SurfaceChargeCM2 = 0.4, SideRateMS = 5e-16 };

    /// <summary>Makes the CSV.</summary>
    /// <param name="samples">How many, ≥ 3.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="ratePerHour">Rate of all cells.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static string Generate(int samples, long seed, double ratePerHour = 0.2, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 3);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# SYNTHETIC: made by the single-particle model with known parameters (seed {seed}), measured on no cell.\n");
        text.Append(CultureInfo.InvariantCulture, $"# truth: D {Truth.DiffusivityM2S:g3} m2/s, surface charge {Truth.SurfaceChargeCM2} C/m2, film rate {Truth.SideRateMS:g3} m/s; the last two vary by {100 * ChemistryScatter:0} % from sample to sample.\n");
        text.Append("sample,diameter_nm,aspect_ratio,fractal_dimension,rate_per_hour,ce1,ce1_uncertainty\n");
        var model = ReducedModels.Particle;
        var flat = ProjectionToVolume.Flat;
        for (int i = 0; i < samples; i++)
        {
            var random = new SeededRandom(seed, i, 0x6c6f736f);
            double median = 30 * Math.Pow(10, 1.05 * random.Next()), sigma = 0.15 + (0.2 * random.Next()), ratio = 1.05 + (1.5 * random.Next()), fractal = 1.01 + (0.07 * random.Next());
            JointSample[] powder =
            [
                .. Enumerable.Range(0, 400).Select(_ => new JointSample(
                    median * Math.Exp(sigma * random.NextNormal()), Math.Max(1, ratio * (1 + (0.12 * random.NextNormal()))), fractal, 1)),
            ];
            var material = Truth with
            {
                SurfaceChargeCM2 = Truth.SurfaceChargeCM2 * Math.Exp(ChemistryScatter * random.NextNormal()),
                SideRateMS = Truth.SideRateMS * Math.Exp(ChemistryScatter * random.NextNormal()),
            };
            var sample = CellSample.FromParticles("s", powder, 8, flat);
            double ce1 = model.Predict(sample, material, Protocol.Of(material, ratePerHour), cancellationToken).Ce1 + (Ce1Noise * random.NextNormal());
            // What a laboratory would report: volume-weighted means with a small error.
            double volume = powder.Sum(p => Math.Pow(p.DiameterNm, 3));
            double d = powder.Sum(p => Math.Pow(p.DiameterNm, 4)) / volume * (1 + (MeanError * random.NextNormal()));
            double ar = powder.Average(p => p.AspectRatio) * (1 + (MeanError * random.NextNormal()));
            text.Append(CultureInfo.InvariantCulture, $"S{i + 1:00},{d:0.00},{Math.Max(1, ar):0.000},{fractal:0.0000},{ratePerHour},{ce1:0.00000},{0.005}\n");
        }

        return text.ToString();
    }
}
