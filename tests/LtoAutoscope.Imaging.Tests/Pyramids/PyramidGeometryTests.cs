using CsCheck;
using LtoAutoscope.Imaging.Pyramids;

namespace LtoAutoscope.Imaging.Tests.Pyramids;

public sealed class PyramidGeometryTests
{
    [Theory]
    [InlineData(512, 512, 0)]
    [InlineData(513, 100, 1)]
    [InlineData(102_400, 76_800, 8)]
    [InlineData(1, 1, 0)]
    public void TopLevel_OfAPicture_MakesLevelZeroOneTile(int width, int height, int levels)
    {
        var geometry = new PyramidGeometry(width, height);
        Assert.Equal(levels, geometry.TopLevel);
        Assert.Equal((1, 1), (geometry.Columns(0), geometry.Rows(0)));
        Assert.False(geometry.Has(0, 1, 0));
        Assert.False(geometry.Has(-1, 0, 0));
        Assert.False(geometry.Has(geometry.TopLevel + 1, 0, 0));
    }

    [Fact]
    public void TileAt_AllTilesOfALevel_CoverItOnce()
        => Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 3000], Gen.Int[16, 700]).Sample((width, height, tile) =>
        {
            var geometry = new PyramidGeometry(width, height, tile);
            for (int level = 0; level <= geometry.TopLevel; level++)
            {
                long area = 0;
                int reduction = geometry.Reduction(level);
                for (int row = 0; row < geometry.Rows(level); row++)
                    for (int column = 0; column < geometry.Columns(level); column++)
                    {
                        PixelRect at = geometry.TileAt(level, column, row);
                        Assert.Equal((column * tile, row * tile), (at.X, at.Y));
                        Assert.InRange(at.Width, 1, tile);
                        area += (long)at.Width * at.Height;
                    }

                Assert.Equal((long)PyramidGeometry.Reduced(width, reduction) * PyramidGeometry.Reduced(height, reduction), area);
            }
        }, iter: 200);

    [Fact]
    public void TilesOf_EachPixelOfAFrame_LiesOnATileThatTheLevelNames()
        => Gen.Select(Gen.Int[1500, 9000], Gen.Int[1500, 9000], Gen.Int[64, 1400], Gen.Int[64, 1100], Gen.Int[0, 1_000_000]).Sample((width, height, w, h, seed) =>
        {
            var random = new Random(seed);
            // A layout keeps a margin around its frames.
            var frame = new PixelRect(random.Next(64, width - w - 63 > 64 ? width - w - 63 : 65), random.Next(64, height - h - 63 > 64 ? height - h - 63 : 65), Math.Min(w, width - 130), Math.Min(h, height - 130));
            var geometry = new PyramidGeometry(width, height, 256);
            for (int level = 0; level <= geometry.TopLevel; level++)
            {
                int reduction = geometry.Reduction(level);
                PixelRect place = geometry.PlaceOf(frame, level);
                (int left, int top, int right, int bottom) = geometry.TilesOf(frame, level);
                for (int n = 0; n < 40; n++)
                {
                    // A pixel of the frame, corners first, where its reduced picture has it.
                    int px = n switch { 0 or 2 => 0, 1 or 3 => frame.Width - 1, _ => random.Next(frame.Width) }, py = n switch { 0 or 1 => 0, 2 or 3 => frame.Height - 1, _ => random.Next(frame.Height) };
                    int x = place.X + (px >> reduction), y = place.Y + (py >> reduction);
                    Assert.InRange(x / 256, left, right);
                    Assert.InRange(y / 256, top, bottom);
                    Assert.True(geometry.TileAt(level, x / 256, y / 256).Contains(x, y));
                    // And that is where the picture has it, to half a pixel of the level.
                    Assert.InRange(Math.Abs(x + 0.5 - (frame.X + px + 0.5) / (1 << reduction)), 0, 1);
                }
            }
        }, iter: 200);

    [Fact]
    public void PlaceOf_FramesThatMeet_LeaveNoGapAtAnyLevel()
        => Gen.Select(Gen.Int[0, 5000], Gen.Int[1, 2000], Gen.Int[1, 2000]).Sample((x, first, second) =>
        {
            var geometry = new PyramidGeometry(10_000, 100, 64);
            for (int level = 0; level <= geometry.TopLevel; level++)
                Assert.True(geometry.PlaceOf(new PixelRect(x, 0, first, 100), level).Right >= geometry.PlaceOf(new PixelRect(x + first, 0, second, 100), level).X);
        });
}
