using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Metrology.KnownAnswers;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class OutlineTests
{
    [Theory]
    [InlineData(EdgeKind.Sharp)]
    [InlineData(EdgeKind.Network)]
    [InlineData(EdgeKind.Noisy)]
    [InlineData(EdgeKind.Mask)]
    public void Measure_Outline_EnclosesTheAreaThatIsStated(EdgeKind edge)
    {
        RenderedShape star = RenderedShape.Of(IdealShapes.Star(40), edge, new Random(4));

        Particle particle = Assert.Single(ParticleMeasurer.Measure(star.Labels, star.Foreground, 1, "f"));

        Assert.Equal(1, Polygon.Area(Corners(particle)) / particle.AreaNm2, 5);
    }

    [Fact]
    public void Measure_EdgeBetweenPixels_IsFoundBetweenThem()
    {
        // A block whose right edge lies a quarter into its last column.
        var labels = new LabelImage(30, 30);
        float[] foreground = new float[900];
        for (int y = 5; y < 25; y++)
            for (int x = 5; x < 20; x++) (labels[x, y], foreground[y * 30 + x]) = (1, 1);
        for (int y = 5; y < 25; y++) foreground[y * 30 + 20] = 0.25f;

        Particle particle = Assert.Single(ParticleMeasurer.Measure(labels, foreground, 1, "f"));

        // From probability 1 at x = 19 to 0.25 at x = 20 it is 0.5 at 19 + 2/3.
        ImagePoint middle = Corners(particle).MaxBy(p => p.XPx - Math.Abs(p.YPx - 14.5));
        Assert.InRange(middle.XPx, 19.6, 19.72);
    }

    [Fact]
    public void Measure_TwoThatTouch_ShareTheSeam()
    {
        RenderedShape disc = RenderedShape.Of(IdealShapes.Circle(40), EdgeKind.Network, new Random(2));
        int seam = disc.Labels.Width / 2;
        for (int y = 0; y < disc.Labels.Height; y++)
            for (int x = seam; x < disc.Labels.Width; x++)
                if (disc.Labels[x, y] == 1) disc.Labels[x, y] = 2;

        IReadOnlyList<Particle> halves = ParticleMeasurer.Measure(disc.Labels, disc.Foreground, 1, "f");

        Assert.Equal(2, halves.Count);
        Assert.InRange(halves.Sum(h => h.AreaNm2) / disc.Shape.Area, 0.99, 1.01);
        Assert.InRange(Corners(halves[0]).Max(p => p.XPx), seam - 0.7, seam - 0.3);
        Assert.InRange(Corners(halves[1]).Min(p => p.XPx), seam - 0.7, seam - 0.3);
    }

    [Fact]
    public void Measure_AtTheFramesEdge_EndsThere()
    {
        LabelImage labels = Shapes.Fill(20, 20, (x, y) => x < 8 && y > 3 && y < 16);
        float[] foreground = [.. labels.Labels.Select(l => l == 1 ? 0.9f : 0.1f)];

        Particle particle = Assert.Single(ParticleMeasurer.Measure(labels, foreground, 1, "f"));

        Assert.InRange(Corners(particle).Min(p => p.XPx), -0.75, -0.35);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(-70)]
    public void Measure_TurnedEllipse_OrientationIsThatOfTheLongAxis(double degrees)
    {
        RenderedShape shape = RenderedShape.Of(IdealShapes.Ellipse(30, 2), EdgeKind.Network, new Random(1));
        double turned = Assert.Single(ParticleMeasurer.Measure(shape.Labels, shape.Foreground, 1, "f")).OrientationDeg;
        double truth = shape.Shape.Ellipse.AngleDegrees;
        Assert.InRange(Math.Abs(Math.IEEERemainder(turned - truth, 180)), 0, 0.5);

        MomentEllipse exact = IdealShapes.Ellipse(30, 2).Placed(degrees * Math.PI / 180, 3, 4).Ellipse;
        Assert.Equal(degrees, exact.AngleDegrees, 3);
        Assert.Equal(2, exact.AspectRatio, 3);
    }

    [Fact]
    public void Of_MomentsOfARectangle_AreExactAnywhere()
        => Gen.Select(Gen.Double[-1e4, 1e4], Gen.Double[-1e4, 1e4], Gen.Double[1, 50], Gen.Double[1, 50]).Sample((x, y, a, b) =>
        {
            PolygonMoments m = PolygonMoments.Of([new(x, y), new(x + a, y), new(x + a, y + b), new(x, y + b)]);

            // Tolerances relative to the sides: the corners lie up to 1e4 away, where the last bit is 2e-12.
            Assert.Equal(1, m.Area / (a * b), 1e-9);
            Assert.Equal(x + a / 2, m.X, 1e-7);
            Assert.Equal(y + b / 2, m.Y, 1e-7);
            Assert.Equal(1, m.VarianceX * 12 / (a * a), 1e-6);
            Assert.Equal(1, m.VarianceY * 12 / (b * b), 1e-6);
            Assert.Equal(0, m.Covariance / (a * b), 1e-6);
        }, iter: 200);

    [Fact]
    public void Of_FeretOfShapesWithCornersInLine_IsThatOfTheHull()
    {
        FeretDiameters koch = IdealShapes.Koch(120).Placed(0.3, 0, 0).Feret;
        Assert.Equal(Math.Sqrt(3) / 2, koch.Minimum / koch.Maximum, 4);

        FeretDiameters square = FeretDiameters.Of(Polygon.ConvexHull(IdealShapes.Square(100).Placed(0.7, 5, 5).Corners));
        Assert.Equal(Math.Sqrt(2), square.Maximum / square.Minimum, 9);
        var random = new Random(3);
        for (int i = 0; i < 20; i++)
        {
            IdealShape island = IdealShapes.Island(96, 1.12, 1.5, random);
            Assert.InRange(island.Feret.Minimum, 50, island.Feret.Maximum);
        }
    }

    private static ImagePoint[] Corners(Particle particle)
        => [.. Enumerable.Range(0, particle.Outline.Count / 2).Select(i => new ImagePoint(particle.Outline[2 * i], particle.Outline[2 * i + 1]))];
}
