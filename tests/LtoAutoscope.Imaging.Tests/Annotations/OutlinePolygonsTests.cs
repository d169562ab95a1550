using LtoAutoscope.Imaging.Annotations;

namespace LtoAutoscope.Imaging.Tests.Annotations;

public class OutlinePolygonsTests
{
    private static readonly Gen<ParticleMask> AnyMask =
        from width in Gen.Int[1, 12]
        from height in Gen.Int[1, 12]
        from inside in Gen.Bool.Array[width * height]
        where inside.Any(static pixel => pixel)
        select new ParticleMask(1, 3, 2, width, height, inside);

    [Fact]
    public void Of_AnyMaskWithEveryCorner_FillsToTheSamePixels()
        => AnyMask.Sample(mask =>
        {
            ParticleMask again = PolygonFill.ToMask(1, OutlinePolygons.Of(mask, tolerance: 0), 40, 40)!;
            Assert.Equal(1, again.IntersectionOverUnion(mask));
        }, iter: 2000);

    [Fact]
    public void Of_AnyMaskSimplified_KeepsTheOverlapThatItPromises()
        => AnyMask.Sample(mask => Assert.True(PolygonFill.ToMask(1, OutlinePolygons.Of(mask), 40, 40)!.IntersectionOverUnion(mask) >= OutlinePolygons.LeastOverlap), iter: 1000);

    [Fact]
    public void Of_SquareWithHole_IsOnePolygonThatLeavesTheHoleOpen()
    {
        ParticleMask ring = Masks.Drawn("#####", "#...#", "#...#", "#####");
        CornerPoint[] polygon = Assert.Single(OutlinePolygons.Of(ring));
        Assert.Equal(4 + 4 + 2, polygon.Length);
        Assert.Equal(14, PolygonFill.ToMask(1, [polygon], 20, 20)!.Area);
    }

    [Fact]
    public void Of_PartsThatMeetAtACorner_AreTwoPolygons()
        => Assert.Equal(2, OutlinePolygons.Of(Masks.Drawn("##..", "##..", "..##", "..##")).Count);

    [Fact]
    public void Of_Disc_NeedsFarFewerCornersThanItHasPixelsAtItsRim()
    {
        string[] rows = [.. Enumerable.Range(0, 61).Select(y => new string([.. Enumerable.Range(0, 61).Select(x => (x - 30) * (x - 30) + (y - 30) * (y - 30) <= 900 ? '#' : '.')]))];
        CornerPoint[] polygon = Assert.Single(OutlinePolygons.Of(Masks.Drawn(rows)));
        Assert.InRange(polygon.Length, 8, 60);
    }
}
