using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <summary>Particles and summaries of an invented powder: log-normal diameters, rough outlines, all drawn from a seed.</summary>
internal static class FakePowder
{
    public const int WidthPx = 1024, HeightPx = 768;
    public const double PixelSizeNm = 3.125;

    public static List<Particle> Frame(string frameId, int seed, double medianNm = 70)
    {
        var random = new Random(seed);
        List<Particle> particles = [];
        int count = 34 + random.Next(20);
        for (int i = 1; i <= count; i++)
        {
            double diameter = medianNm * Math.Exp(0.28 * Gauss(random));
            double aspect = 1 + 0.35 * Math.Abs(Gauss(random));
            double x = random.NextDouble() * WidthPx, y = random.NextDouble() * HeightPx, turn = random.NextDouble() * Math.PI;
            double a = diameter / 2 * Math.Sqrt(aspect) / PixelSizeNm, b = diameter / 2 / Math.Sqrt(aspect) / PixelSizeNm;
            double p1 = random.NextDouble() * 6, p2 = random.NextDouble() * 6;
            var outline = new float[64];
            bool border = false;
            for (int k = 0; k < 32; k++)
            {
                double t = k * Math.PI / 16;
                double r = 1 + 0.05 * Math.Sin(3 * t + p1) + 0.03 * Math.Sin(5 * t + p2);
                double u = a * r * Math.Cos(t), v = b * r * Math.Sin(t);
                double px = x + u * Math.Cos(turn) - v * Math.Sin(turn), py = y + u * Math.Sin(turn) + v * Math.Cos(turn);
                border |= px < 1 || py < 1 || px > WidthPx - 2 || py > HeightPx - 2;
                (outline[2 * k], outline[2 * k + 1]) = ((float)Math.Clamp(px, 0, WidthPx - 1), (float)Math.Clamp(py, 0, HeightPx - 1));
            }

            particles.Add(new Particle
            {
                ParticleId = $"{frameId}-{i:0000}",
                Frame = frameId,
                LabelId = i,
                XPx = x,
                YPx = y,
                AreaNm2 = Math.PI * diameter * diameter / 4,
                DiameterNm = diameter,
                FeretMaxNm = diameter * Math.Sqrt(aspect) * 1.03,
                FeretMinNm = diameter / Math.Sqrt(aspect),
                LengthNm = diameter * Math.Sqrt(aspect),
                WidthNm = diameter / Math.Sqrt(aspect),
                AspectRatio = aspect,
                PerimeterNm = Math.PI * diameter * 1.06,
                Circularity = 0.87 + 0.03 * Gauss(random),
                Solidity = 0.96,
                FractalDimension = i % 9 == 0 ? double.NaN : 1.06 + 0.015 * Gauss(random),
                FractalDimensionSe = 0.01,
                TouchesBorder = border,
                Weight = border ? 0 : 1.06 + diameter / 2000,
                Confidence = 0.9 + 0.05 * random.NextDouble(),
                Outline = outline,
            });
        }

        return particles;
    }

    public static MeasureSummary Summary(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        double mean = sorted.Average();
        double std = Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / sorted.Length);
        double median = sorted[sorted.Length / 2];
        double half = 2 * std / Math.Sqrt(sorted.Length);
        return new MeasureSummary
        {
            Mean = mean, Median = median, Std = std, D10 = sorted[sorted.Length / 10], D50 = median, D90 = sorted[sorted.Length * 9 / 10],
            MeanCi95 = [mean - half, mean + half], MedianCi95 = [median - 1.2 * half, median + 1.2 * half],
        };
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
