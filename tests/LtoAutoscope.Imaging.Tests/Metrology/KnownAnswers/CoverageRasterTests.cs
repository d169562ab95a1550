using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Metrology.KnownAnswers;

namespace LtoAutoscope.Imaging.Tests.Metrology.KnownAnswers;

public sealed class CoverageRasterTests
{
    [Fact]
    public void Render_AnyTriangle_CoversItsArea()
        => Gen.Double[1, 38].Array[6].Sample(c =>
        {
            ImagePoint[] triangle = [new(c[0], c[1]), new(c[2], c[3]), new(c[4], c[5])];

            float[] coverage = CoverageRaster.Render(triangle, 40, 40);

            Assert.Equal(Polygon.Area(triangle), coverage.Sum(v => (double)v), 1e-3);
            Assert.All(coverage, v => Assert.InRange(v, 0, 1));
        }, iter: 200);

    [Fact]
    public void Render_SlantedEdge_SharesPixelsAsGeometryHasIt()
    {
        // The line x = y through the corner of pixels halves each pixel on the diagonal.
        float[] coverage = CoverageRaster.Render([new(-0.5, -0.5), new(3.5, 3.5), new(-0.5, 3.5)], 4, 4);

        for (int y = 0; y < 4; y++)
            for (int x = 0; x < 4; x++)
                Assert.Equal(x < y ? 1 : x == y ? 0.5 : 0, coverage[y * 4 + x], 6);
    }
}
