using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Metrology.KnownAnswers;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class ParticleMeasurerTests
{
    private readonly Random random = new(11);

    [Theory]
    [InlineData(10, 0.5, 2.0)]
    [InlineData(20, 0.3, 0.6)]
    [InlineData(50, 0.1, 0.3)]
    [InlineData(200, 0.05, 0.2)]
    public void Measure_Circles_DiameterAndPerimeterWithinStatedBias(double diameter, double diameterPercent, double perimeterPercent)
    {
        Particle[] circles = Draw(40, () => Shapes.Circle(diameter, random.NextDouble(), random.NextDouble()), 3);

        AssertPercent(circles.Average(p => p.DiameterNm), 3 * diameter, diameterPercent);
        AssertPercent(circles.Average(p => p.PerimeterNm), 3 * Math.PI * diameter, perimeterPercent);
        AssertPercent(circles.Average(p => p.Circularity), 1, 2 * perimeterPercent);
        AssertPercent(circles.Average(p => p.AreaNm2), 9 * Math.PI * diameter * diameter / 4, 2 * diameterPercent);
        Assert.All(circles, p => Assert.InRange(p.Solidity, 0.98, 1));
    }

    [Theory]
    [InlineData(10, 4.5)]
    [InlineData(20, 2.3)]
    [InlineData(50, 1.3)]
    [InlineData(200, 0.5)]
    public void Measure_Circles_FeretWithinStatedBias(double diameter, double percent)
    {
        Particle[] circles = Draw(40, () => Shapes.Circle(diameter, random.NextDouble(), random.NextDouble()), 1);

        AssertPercent(circles.Average(p => p.FeretMaxNm), diameter, percent);
        AssertPercent(circles.Average(p => p.FeretMinNm), diameter, percent);
    }

    [Theory]
    [InlineData(1.5, 20, 0.6)]
    [InlineData(2, 20, 0.6)]
    [InlineData(3, 20, 0.6)]
    [InlineData(4, 20, 0.6)]
    [InlineData(2, 10, 1.2)]
    [InlineData(4, 10, 1.2)]
    public void Measure_EllipsesAtManyAngles_AxesWithinStatedBias(double aspectRatio, double width, double percent)
    {
        Particle[] ellipses = Draw(40, () => Shapes.Ellipse(width * aspectRatio, width, random.NextDouble() * Math.PI, random.NextDouble(), random.NextDouble()), 2);

        AssertPercent(ellipses.Average(p => p.AspectRatio), aspectRatio, percent);
        AssertPercent(ellipses.Average(p => p.LengthNm), 2 * width * aspectRatio, percent);
        AssertPercent(ellipses.Average(p => p.WidthNm), 2 * width, percent);
        AssertPercent(ellipses.Average(p => p.PerimeterNm), 2 * EllipsePerimeter(width * aspectRatio / 2, width / 2), 1);
    }

    [Fact]
    public void Measure_AxisParallelSquare_KnownFigures()
    {
        LabelImage labels = Shapes.Fill(60, 60, (x, y) => x is >= 10 and < 50 && y is >= 10 and < 50);

        Particle square = Assert.Single(ParticleMeasurer.Measure(labels, null, 1, "square"));

        Assert.Equal(1600, square.AreaNm2, 6);
        Assert.Equal(29.5, square.XPx, 9);
        Assert.Equal(1, square.AspectRatio, 9);
        AssertPercent(square.LengthNm, 4 * 40 / Math.Sqrt(12), 0.2);
        AssertPercent(square.FeretMinNm, 40, 1);
        AssertPercent(square.FeretMaxNm, 40 * Math.Sqrt(2), 3);
        AssertPercent(square.PerimeterNm, 160, 3);
        Assert.Equal("square-0001", square.ParticleId);
    }

    [Fact]
    public void Measure_TouchingBorder_HasNoWeight()
    {
        LabelImage labels = Shapes.Fill(40, 40, (x, y) => x < 10 && y is > 10 and < 20);

        Particle particle = Assert.Single(ParticleMeasurer.Measure(labels, null, 1, "f"));

        Assert.True(particle.TouchesBorder);
        Assert.Equal(0, particle.Weight);
        Assert.False(particle.Counts);
    }

    [Fact]
    public void Measure_AboveDataBar_TouchesTheAnalysedAreasEdge()
    {
        LabelImage labels = Shapes.Fill(40, 40, (x, y) => x is > 10 and < 20 && y is > 10 and < 30);

        Assert.False(ParticleMeasurer.Measure(labels, null, 1, "f")[0].TouchesBorder);
        Assert.True(ParticleMeasurer.Measure(labels, null, 1, "f", new ImageRegion(0, 0, 40, 30))[0].TouchesBorder);
    }

    [Fact]
    public void Measure_WholeParticle_CarriesTheMilesLantuejoulWeight()
    {
        LabelImage labels = Shapes.Fill(100, 80, (x, y) => x is >= 20 and < 40 && y is >= 30 and < 40);

        Particle particle = Assert.Single(ParticleMeasurer.Measure(labels, null, 1, "f"));

        Assert.Equal(100.0 * 80 / ((100 - 20) * (80 - 10)), particle.Weight, 12);
    }

    [Fact]
    public void Measure_Confidence_IsTheMeanProbabilityInside()
    {
        LabelImage labels = Shapes.Fill(20, 20, (x, y) => x is >= 5 and < 15 && y is >= 5 and < 15);
        float[] foreground = [.. Enumerable.Range(0, 400).Select(i => i % 20 < 10 ? 0.6f : 0.8f)];

        Assert.Equal(0.7, Assert.Single(ParticleMeasurer.Measure(labels, foreground, 1, "f")).Confidence, 6);
    }

    [Fact]
    public void Measure_LabelInTwoParts_TakesTheOutlineOfTheLarger()
    {
        LabelImage labels = Shapes.Fill(60, 60, (x, y) => (x is 2 or 3 && y is 2 or 3) || (x is >= 20 and < 40 && y is >= 20 and < 40));

        Particle particle = Assert.Single(ParticleMeasurer.Measure(labels, null, 1, "f"));

        Assert.InRange(particle.FeretMinNm, 19, 21);
    }

    [Fact]
    public void Measure_TurnedByNinetyDegrees_SameFigures()
    {
        Gen.Select(Gen.Double[8, 30], Gen.Double[1, 3], Gen.Double[0, Math.PI]).Sample((width, ratio, angle) =>
        {
            LabelImage labels = Shapes.Ellipse(width * ratio, width, angle);
            var turned = new LabelImage(labels.Height, labels.Width);
            for (int y = 0; y < labels.Height; y++)
                for (int x = 0; x < labels.Width; x++) turned[labels.Height - 1 - y, x] = labels[x, y];

            Particle a = ParticleMeasurer.Measure(labels, null, 1, "f")[0], b = ParticleMeasurer.Measure(turned, null, 1, "f")[0];

            Assert.Equal(a.AreaNm2, b.AreaNm2, 1e-6);
            Assert.Equal(a.FeretMaxNm, b.FeretMaxNm, 1e-6);
            Assert.Equal(a.FeretMinNm, b.FeretMinNm, 1e-6);
            Assert.Equal(a.PerimeterNm, b.PerimeterNm, 1e-6);
            Assert.Equal(a.AspectRatio, b.AspectRatio, 1e-6);
            Assert.Equal(a.Solidity, b.Solidity, 1e-6);
        }, iter: 50);
    }

    [Fact]
    public void Measure_LargerPixels_ScalesLengthsOnly()
    {
        LabelImage labels = Shapes.Ellipse(60, 30, 0.4);
        Particle one = ParticleMeasurer.Measure(labels, null, 1, "f")[0];

        Gen.Double[0.1, 100].Sample(size =>
        {
            Particle other = ParticleMeasurer.Measure(labels, null, size, "f")[0];
            Assert.Equal(1, other.AreaNm2 / (size * size * one.AreaNm2), 1e-9);
            Assert.Equal(1, other.DiameterNm / (size * one.DiameterNm), 1e-9);
            Assert.Equal(1, other.FeretMaxNm / (size * one.FeretMaxNm), 1e-9);
            Assert.Equal(1, other.PerimeterNm / (size * one.PerimeterNm), 1e-9);
            Assert.Equal(one.AspectRatio, other.AspectRatio);
            Assert.Equal(one.BoxDimension, other.BoxDimension);
            Assert.Equal(one.FractalDimension, other.FractalDimension);
            Assert.Equal(one.Weight, other.Weight);
        }, iter: 20);
    }

    [Fact]
    public void Measure_LabelsPermuted_SameParticles()
    {
        var labels = new LabelImage(120, 60);
        for (int y = 0; y < 60; y++)
            for (int x = 0; x < 120; x++)
                labels[x, y] = Math.Pow(x - 25, 2) + Math.Pow(y - 30, 2) < 200 ? 1 : Math.Pow(x - 80, 2) / 4 + Math.Pow(y - 30, 2) < 150 ? 2 : 0;
        var swapped = new LabelImage(120, 60, [.. labels.Labels.Select(l => l switch { 1 => 7, 2 => 3, _ => 0 })]);

        IReadOnlyList<Particle> a = ParticleMeasurer.Measure(labels, null, 1, "f"), b = ParticleMeasurer.Measure(swapped, null, 1, "f");

        Assert.Equal(a[0].FeretMaxNm, b[1].FeretMaxNm);
        Assert.Equal(a[1].AspectRatio, b[0].AspectRatio);
        Assert.Equal([3, 7], b.Select(p => p.LabelId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Measure_WithoutPixelSize_Refuses(double pixelSize)
        => Assert.Throws<ArgumentException>(() => ParticleMeasurer.Measure(Shapes.Circle(20), null, pixelSize, "f"));

    [Fact]
    public void Measure_SeveralThreads_SameParticles()
    {
        SpeedScene scene = SpeedScene.Make(300, 200, 40, 3);

        IReadOnlyList<Particle> one = ParticleMeasurer.Measure(scene.Labels, scene.Foreground, 2, "f", image: scene.Image);
        IReadOnlyList<Particle> four = ParticleMeasurer.Measure(scene.Labels, scene.Foreground, 2, "f", image: scene.Image, threads: 4);

        Assert.Equal(ParticleTableWriter.ToText(one), ParticleTableWriter.ToText(four));
        Assert.Equal(one.Select(p => p.Outline), four.Select(p => p.Outline));
    }

    /// <summary>S. Ramanujan, Q. J. Pure Appl. Math. 45, 350 (1914).</summary>
    private static double EllipsePerimeter(double a, double b)
    {
        double h = (a - b) * (a - b) / ((a + b) * (a + b));
        return Math.PI * (a + b) * (1 + 3 * h / (10 + Math.Sqrt(4 - 3 * h)));
    }

    private static Particle[] Draw(int count, Func<LabelImage> draw, double pixelSize)
        => [.. Enumerable.Range(0, count).Select(_ => Assert.Single(ParticleMeasurer.Measure(draw(), null, pixelSize, "f")))];

    private static void AssertPercent(double value, double truth, double percent)
        => Assert.InRange(100 * (value / truth - 1), -percent, percent);
}
