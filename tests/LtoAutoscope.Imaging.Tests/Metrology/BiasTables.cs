using System.Globalization;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

/// <summary>Prints the tables of docs/measures.md, which tells the command; skipped otherwise.</summary>
public sealed class BiasTables
{
    private readonly Random random = new(7);

    [Fact]
    public void Print_KnownShapes_Tables()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("LTO_TABLES") == "1", "Set LTO_TABLES=1 to print the tables of docs/measures.md.");
        ITestOutputHelper output = TestContext.Current.TestOutputHelper!;
        output.WriteLine("circle d | diameter % | feret max % | feret min % | perimeter % (sd) | circularity | aspect | solidity | D (sd)");
        foreach (double d in (double[])[6, 8, 10, 15, 20, 30, 50, 100, 200])
        {
            Particle[] p = Many(40, () => Shapes.Circle(d, random.NextDouble(), random.NextDouble()));
            output.WriteLine(Row(d, Bias(p, q => q.DiameterNm, d), Bias(p, q => q.FeretMaxNm, d), Bias(p, q => q.FeretMinNm, d),
                Bias(p, q => q.PerimeterNm, Math.PI * d), Spread(p, q => q.PerimeterNm, Math.PI * d), Mean(p, q => q.Circularity), Mean(p, q => q.AspectRatio), Mean(p, q => q.Solidity), Mean(p, q => q.FractalDimension), Sd(p, q => q.FractalDimension), Mean(p, q => q.FractalDimensionSe)));
        }

        output.WriteLine("ellipse AR, width | length % | width % | AR % (sd) | feret max % | feret min %  | perimeter % (sd) | D (sd)");
        foreach (double w in (double[])[10, 20, 40])
        {
            foreach (double ar in (double[])[1, 1.5, 2, 3, 4])
            {
                Particle[] p = Many(40, () => Shapes.Ellipse(w * ar, w, random.NextDouble() * Math.PI, random.NextDouble(), random.NextDouble()));
                double per = EllipsePerimeter(w * ar / 2, w / 2);
                output.WriteLine(Row(ar, w, Bias(p, q => q.LengthNm, w * ar), Bias(p, q => q.WidthNm, w), Bias(p, q => q.AspectRatio, ar), Spread(p, q => q.AspectRatio, ar),
                    Bias(p, q => q.FeretMaxNm, w * ar), Bias(p, q => q.FeretMinNm, w), Bias(p, q => q.PerimeterNm, per), Spread(p, q => q.PerimeterNm, per), Mean(p, q => q.FractalDimension), Sd(p, q => q.FractalDimension)));
            }
        }

        output.WriteLine("square a | feret max % | feret min % | perimeter % (sd) | solidity | D");
        foreach (double a in (double[])[10, 20, 40, 100])
        {
            Particle[] p = Many(40, () => Shapes.Rectangle(a, a, random.NextDouble() * Math.PI, random.NextDouble(), random.NextDouble()));
            output.WriteLine(Row(a, Bias(p, q => q.FeretMaxNm, a * Math.Sqrt(2)), Bias(p, q => q.FeretMinNm, a), Bias(p, q => q.PerimeterNm, 4 * a), Spread(p, q => q.PerimeterNm, 4 * a), Mean(p, q => q.Solidity), Mean(p, q => q.FractalDimension), Sd(p, q => q.FractalDimension)));
        }

        output.WriteLine("koch across | D (sd) | se");
        foreach (double a in (double[])[32, 48, 64, 96, 128, 256, 512])
        {
            Particle[] p = Many(10, () => Shapes.Koch(a, random.NextDouble() * Math.PI, 5));
            output.WriteLine(Row(a, Mean(p, q => q.FractalDimension), Sd(p, q => q.FractalDimension), Mean(p, q => q.FractalDimensionSe)));
        }
    }

    internal static double EllipsePerimeter(double a, double b)
    {
        double h = (a - b) * (a - b) / ((a + b) * (a + b));
        return Math.PI * (a + b) * (1 + 3 * h / (10 + Math.Sqrt(4 - 3 * h)));
    }

    private static Particle[] Many(int count, Func<LabelImage> draw)
        => [.. Enumerable.Range(0, count).Select(_ => ParticleMeasurer.Measure(draw(), null, 1, "f")[0])];

    private static double Mean(Particle[] p, Func<Particle, double> f) => p.Average(f);

    private static double Sd(Particle[] p, Func<Particle, double> f) => Math.Sqrt(p.Average(q => Math.Pow(f(q) - Mean(p, f), 2)));

    private static double Bias(Particle[] p, Func<Particle, double> f, double truth) => 100 * (Mean(p, f) / truth - 1);

    private static double Spread(Particle[] p, Func<Particle, double> f, double truth) => 100 * Sd(p, f) / truth;

    private static string Row(params double[] values) => string.Join(" | ", values.Select(v => v.ToString("0.00#", CultureInfo.InvariantCulture)));
}
