using CsCheck;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Domain.Tests.Geometry;

public sealed class StageImageTransformTests
{
    private static readonly Gen<StageImageTransform> Transforms =
        from x in Gen.Double[-40, 40]
        from y in Gen.Double[-40, 40]
        from pixel in Gen.Double[0.5, 500]
        from rotation in Gen.Double[-180, 180]
        from flip in Gen.Bool
        select new StageImageTransform(new StagePosition(x, y, 10, 0, 0), 1024, 768, pixel, rotation, flip);

    [Fact]
    public void ToStage_MiddleOfTheImage_IsTheCentre()
        => Transforms.Sample(transform => transform.ToStage(new ImagePoint(511.5, 383.5)) is var (x, y) && Math.Abs(x - transform.Centre.XMm) < 1e-12 && Math.Abs(y - transform.Centre.YMm) < 1e-12);

    [Fact]
    public void ToImage_OfToStage_IsThePointAgain()
        => Gen.Select(Transforms, Gen.Double[-2000, 3000], Gen.Double[-2000, 3000]).Sample((transform, px, py) =>
        {
            (double x, double y) = transform.ToStage(new ImagePoint(px, py));
            ImagePoint back = transform.ToImage(x, y);
            // A millionth of a millimetre in 40 mm is the most that a double of this size keeps apart.
            double tolerance = 1e-7 / transform.PixelSizeNm + 1e-6;
            return Math.Abs(back.XPx - px) < tolerance && Math.Abs(back.YPx - py) < tolerance;
        });

    [Fact]
    public void ToStage_OnePixelRightAndDown_MovesByThePixelSize()
    {
        var transform = new StageImageTransform(new StagePosition(1, 2, 0, 0, 0), 101, 101, 1000);
        (double x, double y) = transform.ToStage(new ImagePoint(51, 51));
        Assert.Equal(1.001, x, 12);
        Assert.Equal(1.999, y, 12);
        (_, double unflipped) = (transform with { FlipY = false }).ToStage(new ImagePoint(51, 51));
        Assert.Equal(2.001, unflipped, 12);
    }

    [Fact]
    public void ToStage_QuarterTurn_SwapsTheAxes()
    {
        var transform = new StageImageTransform(new StagePosition(0, 0, 0, 0, 0), 101, 101, 1000, RotationDeg: 90);
        (double x, double y) = transform.ToStage(new ImagePoint(51, 50));
        Assert.Equal(0, x, 12);
        Assert.Equal(0.001, y, 12);
    }

    [Fact]
    public void From_AxesLeftOut_StayWhereTheyAre()
        => Assert.Equal(new StagePosition(5, 2, 7, 4, 5), new StageTarget(XMm: 5, ZMm: 7).From(new StagePosition(1, 2, 3, 4, 5)));
}
