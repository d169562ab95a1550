using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Metrology.KnownAnswers;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class RoughnessTests
{
    [Fact]
    public void Of_ExactKochCurveOverTwoDecades_IsItsDimension()
    {
        ImagePoint[] koch = IdealShapes.Koch(2000).Dense(0.5);
        var scales = new OutlineScales(4, 400);

        Assert.Equal(IdealShapes.KochDimension, DividerDimension.Of(koch, scales).Dimension, 0.03);
        Assert.Equal(IdealShapes.KochDimension, BoxDimension.Of(koch, scales).Dimension, 0.03);
    }

    [Fact]
    public void Of_ExactCircleSmallSteps_IsOne()
    {
        ImagePoint[] circle = IdealShapes.Circle(2000).Dense(0.5);
        var scales = new OutlineScales(3, 30);

        Assert.Equal(1, DividerDimension.Of(circle, scales).Dimension, 0.001);
        Assert.Equal(1, BoxDimension.Of(circle, scales).Dimension, 0.01);
    }

    [Fact]
    public void WalkedLength_OfASquare_CountsTheRestAsPartOfAStep()
    {
        ImagePoint[] square = [new(0, 0), new(10, 0), new(10, 10), new(0, 10)];

        Assert.Equal(40, DividerDimension.WalkedLength(square, 0, 2.5), 9);
        Assert.Equal(40, DividerDimension.WalkedLength(square, 0, 10), 9);
    }

    [Theory]
    [InlineData(60, 1.12, 0.05)]
    [InlineData(100, 1.12, 0.04)]
    [InlineData(100, 1.26, 0.06)]
    [InlineData(200, 1.18, 0.04)]
    public void Measure_KochIslands_MeanDimensionIsTrue(double size, double dimension, double tolerance)
    {
        var random = new Random(77);
        Particle[] all = [.. Enumerable.Range(0, 24).Select(_ => Of(IdealShapes.Island(size, dimension, 1.2, random), EdgeKind.Network, random))];
        Particle[] islands = [.. all.Where(p => !double.IsNaN(p.FractalDimension) && !double.IsNaN(p.BoxDimension))];
        double mean = islands.Average(p => p.FractalDimension), spread = Math.Sqrt(islands.Average(p => Math.Pow(p.FractalDimension - mean, 2)));

        Assert.InRange(islands.Length, 22, 24);
        Assert.Equal(dimension, mean, tolerance);
        Assert.Equal(dimension, islands.Average(p => p.BoxDimension), tolerance);
        Assert.All(islands, p => Assert.InRange(p.FractalDimensionR2, 0, 1));
        Assert.InRange(islands.Average(p => p.FractalDimensionSe) / spread, 0.5, 2.5);
    }

    [Theory]
    [InlineData(EdgeKind.Network)]
    [InlineData(EdgeKind.Mask)]
    public void Measure_SmoothEllipses_DimensionIsOne(EdgeKind edge)
    {
        var random = new Random(5);
        foreach (double size in (double[])[30, 60, 200])
        {
            Particle[] ellipses = [.. Enumerable.Range(0, 12).Select(_ => Of(IdealShapes.Ellipse(size, 1.4), edge, random))];
            Assert.Equal(1, ellipses.Average(p => p.FractalDimension), 0.02);
        }
    }

    [Fact]
    public void Correct_WhatATableShows_IsTheTrueDimension()
    {
        CalibrationTable table = DimensionCalibration.Shipped.Divider;
        int last = table.SizePx.Length - 1;
        for (int d = 0; d < table.Dimension.Length; d++)
            Assert.Equal(table.Dimension[d], table.Correct(new DimensionFit(table.Shown[last][d], 0.001, 0.9), table.SizePx[last]).Dimension, 9);
    }

    [Fact]
    public void Correct_Shipped_RisesWithWhatIsShown()
    {
        foreach (CalibrationTable table in (CalibrationTable[])[DimensionCalibration.Shipped.Divider, DimensionCalibration.Shipped.DividerOfMask, DimensionCalibration.Shipped.Box, DimensionCalibration.Shipped.BoxOfMask])
        {
            Gen.Select(Gen.Double[12, 150], Gen.Double[1, 1.2], Gen.Double[0.001, 0.05]).Sample((size, shown, more) =>
            {
                DimensionFit low = table.Correct(new DimensionFit(shown, 0.01, 1), size), high = table.Correct(new DimensionFit(shown + more, 0.01, 1), size);
                Assert.True(!low.Exists || !high.Exists || high.Dimension > low.Dimension);
            }, iter: 200);
        }
    }

    [Fact]
    public void Correct_TooSmallOrUnknown_IsNone()
    {
        CalibrationTable table = DimensionCalibration.Shipped.Divider;

        Assert.False(table.Correct(new DimensionFit(1.1, 0.01, 1), 4).Exists);
        Assert.False(table.Correct(new DimensionFit(1.01, 0.001, 1), 0.97 * table.SmallestSizePx).Exists);
        Assert.True(table.Correct(new DimensionFit(1.01, 0.001, 1), 1.02 * table.SmallestSizePx).Exists);
        Assert.False(table.Correct(new DimensionFit(1.9, 0.01, 1), 50).Exists);
        Assert.False(table.Correct(DimensionFit.None, 50).Exists);
        Assert.False(DimensionCalibration.Shipped.Surface.Correct(new DimensionFit(2.4, 0.01, 1), 11).Exists);
    }

    [Theory]
    [InlineData(2.25)]
    [InlineData(2.5)]
    [InlineData(2.75)]
    public void Of_BrownianSurfaces_MeanCorrectedDimensionIsTrue(double dimension)
    {
        var random = new Random(31);
        double[] found = [.. Enumerable.Range(0, 8).SelectMany(_ =>
        {
            GreyImage image = CalibrationRun.Picture(BrownianSurface.Make(90, 3 - dimension, random), 90, 6000);
            return Enumerable.Range(0, 3).Select(_ =>
            {
                (DimensionFit fit, double inner) = CalibrationRun.Disc(image, 24, random);
                return DimensionCalibration.Shipped.Surface.Correct(fit, inner).Dimension;
            });
        })];

        Assert.Equal(dimension, found.Average(), 0.1);
    }

    [Fact]
    public void Measure_NoiseOnASmoothSurface_IsNotTakenForRoughness()
    {
        (LabelImage labels, GreyImage image) = Dome(noise: 500);
        Assert.True(double.IsNaN(ParticleMeasurer.Measure(labels, null, 1, "f", image: image)[0].SurfaceDimension));
        Assert.InRange(Math.Sqrt(ImageNoise.Variance(image, labels, ImageRegion.Whole(image.Width, image.Height))), 450, 550);
    }

    [Fact]
    public void Remove_AnyParabola_LeavesNothing()
        => Gen.Double[-5, 5].Array[6].Sample(c =>
        {
            float[] values = new float[300], marked = new float[300];
            for (int y = 0, i = 0; y < 15; y++)
                for (int x = 0; x < 20; x++, i++)
                {
                    values[i] = (float)(c[0] + c[1] * x + c[2] * y + 0.1 * (c[3] * x * x + c[4] * x * y + c[5] * y * y));
                    marked[i] = (x + y) % 3 == 0 ? 0 : 1;
                }

            Parabola.Remove(values, marked, 20, 15);

            Assert.All(values, v => Assert.InRange(v, -0.01, 0.01));
        }, iter: 50);

    private static (LabelImage Labels, GreyImage Image) Dome(double noise)
    {
        var random = new Random(9);
        LabelImage labels = Shapes.Fill(90, 90, (x, y) => (x - 45) * (x - 45) + (y - 45) * (y - 45) < 900);
        var image = new GreyImage(90, 90, 16);
        for (int y = 0; y < 90; y++)
            for (int x = 0; x < 90; x++)
                image[x, y] = (ushort)(10000 + (labels[x, y] == 1 ? 20000 - 8 * ((x - 45) * (x - 45) + (y - 45) * (y - 45)) : 0) + noise * RenderedShape.Normal(random));
        return (labels, image);
    }

    private static Particle Of(IdealShape shape, EdgeKind edge, Random random)
    {
        RenderedShape rendered = RenderedShape.Of(shape, edge, random);
        return ParticleMeasurer.Measure(rendered.Labels, rendered.Foreground, 1, "f")[0];
    }
}
