using CsCheck;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Pipeline.Tests.Mosaics;

public sealed class MosaicLayoutTests
{
    private const int Width = 1000, Height = 750;
    private const double PixelNm = 4;
    private static readonly Dictionary<string, (double, double)> Unsolved = [];

    private static FrameView Frame(string id, double xMm, double yMm, double? pixelNm = PixelNm) => new(
        "r", new FrameMetadata { FrameId = id, WidthPx = Width, HeightPx = Height, BitsPerPixel = 8, PixelSizeNm = pixelNm, Position = new StagePosition(xMm, yMm, 0, 0, 0) },
        FrameVerdict.Accepted, "", 1, 0, "abc");

    private static MosaicLayout Lay(IReadOnlyList<FrameView> frames, IReadOnlyList<PlannedArea>? planned = null) => MosaicLayout.Of(planned ?? [], frames, Unsolved, (Width, Height, PixelNm));

    [Fact]
    public void Of_FramesOfOneArea_KeepTheirDistancesAndPutHigherYAbove()
    {
        MosaicLayout layout = Lay([Frame("a01-f0001", 0, 0), Frame("a01-f0002", 0.008, 0.004)]);
        Assert.Equal(2000, layout.Frames[1].Rect.X - layout.Frames[0].Rect.X);
        Assert.Equal(1000, layout.Frames[0].Rect.Y - layout.Frames[1].Rect.Y);
    }

    [Fact]
    public void Of_FramesFarApartInOneArea_AreLaidInTheOrderTaken()
    {
        MosaicLayout layout = Lay([Frame("a01-f0001", 0, 0), Frame("a01-f0002", 5, 5)]);
        Assert.False(Assert.Single(layout.Areas).IsByStage);
        Assert.Null(layout.StageAt(layout.Frames[0].Rect.X + 1, layout.Frames[0].Rect.Y + 1));
    }

    [Fact]
    public void Of_UnknownScale_IsLaidInTheOrderTakenAndSaysSo()
    {
        MosaicLayout layout = Lay([Frame("a01-f0001", 0, 0, null), Frame("a01-f0002", 0.004, 0, null)]);
        Assert.Null(layout.PixelSizeNm);
        Assert.False(layout.Areas[0].IsByStage);
    }

    [Fact]
    public void Of_PlanAlone_HasTheSizeThatTheFramesWillNotChange()
    {
        PlannedArea[] plan = [new(1, [(1, 2), (1.004, 2)]), new(2, [(3, 2)])];
        MosaicLayout before = Lay([], plan);
        // The stage stops some nanometres beside each place.
        MosaicLayout after = Lay([Frame("a01-f0001", 1.00002, 1.99999), Frame("a02-f0002", 3, 2)], plan);
        Assert.Equal(before.Geometry, after.Geometry);
        Assert.Equal(before.Areas, after.Areas);
        Assert.Equal(2, after.Areas[0].Planned.Count);
    }

    [Fact]
    public void StageAt_MiddleOfAFrame_IsWhereTheStageStood()
        => Gen.Select(Gen.Double[-20, 20], Gen.Double[-20, 20], Gen.Int[1, 9]).Sample((x, y, area) =>
        {
            MosaicLayout layout = Lay([Frame("a01-f0001", 0, 0), Frame($"a0{area}-f0002", x, y)]);
            if (layout.Areas.Any(one => !one.IsByStage)) return;
            PixelRect at = layout.Frames[1].Rect;
            (double xMm, double yMm) = layout.StageAt(at.X + Width / 2.0, at.Y + Height / 2.0)!.Value;
            Assert.InRange(xMm, x - PixelNm * 1e-6, x + PixelNm * 1e-6);
            Assert.InRange(yMm, y - PixelNm * 1e-6, y + PixelNm * 1e-6);
        });

    [Fact]
    public void Of_ManyAreas_NeitherOverlapNorLeaveThePicture()
        => Gen.Select(Gen.Int[1, 30], Gen.Int[1, 12], Gen.Int[0, 1000]).Sample((areas, frames, seed) =>
        {
            var random = new Random(seed);
            List<FrameView> all = [];
            for (int a = 1; a <= areas; a++)
                for (int f = 0; f < frames; f++) all.Add(Frame($"a{a:00}-f{all.Count + 1:0000}", a + f % 4 * 0.004, f / 4 * -0.003 + random.NextDouble() * 1e-5));
            MosaicLayout layout = Lay(all);
            foreach (PlacedArea one in layout.Areas)
            {
                Assert.True(one.Rect.X >= 0 && one.Rect.Y >= 0 && one.Rect.Right <= layout.Geometry.Width && one.Rect.Bottom <= layout.Geometry.Height);
                Assert.All(layout.Areas.Where(other => other != one), other => Assert.True(one.Rect.Intersect(other.Rect).IsEmpty));
            }

            Assert.All(layout.Frames, frame => Assert.Equal(frame.Rect, frame.Rect.Intersect(layout.Areas[frame.Area].Rect)));
        }, iter: 60);

    [Fact]
    public void Of_StitchedFrames_LieWhereTheSolutionPutsThem()
    {
        var solved = new Dictionary<string, (double XMm, double YMm)> { ["a01-f0002"] = (0.0041, 0) };
        MosaicLayout layout = MosaicLayout.Of([], [Frame("a01-f0001", 0, 0), Frame("a01-f0002", 0.004, 0)], solved, (Width, Height, PixelNm));
        Assert.Equal(1025, layout.Frames[1].Rect.X - layout.Frames[0].Rect.X);
    }

    [Theory]
    [InlineData("a02-f0007", 2)]
    [InlineData("a11-f00001", 11)]
    [InlineData("tile-3", 0)]
    [InlineData("a-1", 0)]
    public void AreaOf_FrameName_IsItsArea(string frame, int area) => Assert.Equal(area, MosaicLayout.AreaOf(frame));
}
