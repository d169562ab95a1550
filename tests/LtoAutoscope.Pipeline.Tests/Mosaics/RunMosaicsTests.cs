using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Benchmarks;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace LtoAutoscope.Pipeline.Tests.Mosaics;

public sealed class RunMosaicsTests : IAsyncLifetime
{
    private static readonly LargeRunOptions Small = new() { Tiles = 14, Different = 5, Areas = 2, WidthPx = 256, ParticlesPerTile = 20, OtherRuns = 0 };
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-mosaics-").FullName;
    private DataFolder _data = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder, new DataFolderOptions(), TimeProvider.System, Token);
        await new LargeRun(Small).WriteAsync(_data, null, Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task State_OfARun_TellsVerdictsAndPreparesEachPictureInTheBackground()
    {
        await using RunMosaics mosaics = Open();
        MosaicState state = await PreparedAsync(mosaics);
        Assert.Equal(14, state.Frames.Count);
        Assert.Equal(FrameVerdict.Redone, state.Frames[5].Frame.Verdict);
        Assert.Equal(FrameVerdict.Skipped, state.Frames[7].Frame.Verdict);
        Assert.Equal(FrameVerdict.Quarantined, state.Frames[11].Frame.Verdict);
        Assert.Equal(0u, state.Frames[7].Picture);
        Assert.All(state.Frames.Where(frame => frame.Picture != 0), frame => Assert.InRange(frame.SizeNm, 50, 160));
        Assert.Equal([MosaicLayer.Image, MosaicLayer.Masks, MosaicLayer.Size, MosaicLayer.Focus], state.Ranges.Keys.Order());
    }

    [Fact]
    public async Task Tile_EachLayerAtEachLevel_HasThePictureOfItsSize()
    {
        await using RunMosaics mosaics = Open();
        MosaicState state = await PreparedAsync(mosaics);
        PyramidGeometry geometry = state.Layout.Geometry;
        foreach (MosaicLayer layer in state.Ranges.Keys)
            for (int level = 0; level <= geometry.TopLevel; level++)
                for (int column = 0; column < geometry.Columns(level); column++)
                {
                    TilePicture tile = (await mosaics.TileAsync(LargeRun.RunId, layer, level, column, 0, Token))!;
                    using SKBitmap read = SKBitmap.Decode(tile.Bytes.ToArray());
                    PixelRect expected = geometry.TileAt(level, column, 0);
                    Assert.Equal((expected.Width, expected.Height), (read.Width, read.Height));
                }

        Assert.Null(await mosaics.TileAsync(LargeRun.RunId, MosaicLayer.Seam, 0, 0, 0, Token));
        Assert.Null(await mosaics.TileAsync(LargeRun.RunId, MosaicLayer.Image, 0, 1, 0, Token));
        Assert.Null(await mosaics.TileAsync("../runs", MosaicLayer.Image, 0, 0, 0, Token));
    }

    [Fact]
    public async Task Tile_FarAndNear_ShowTheSameFrame()
    {
        await using RunMosaics mosaics = Open();
        MosaicState state = await PreparedAsync(mosaics);
        PixelRect frame = state.Frames[0].Rect;
        List<double> means = [];
        for (int level = state.Layout.Geometry.TopLevel; level >= 0; level--)
        {
            PixelRect place = state.Layout.Geometry.PlaceOf(frame, level);
            double sum = 0;
            int count = 0;
            (int left, int top, int right, int bottom) = state.Layout.Geometry.TilesOf(frame, level);
            for (int row = top; row <= bottom; row++)
                for (int column = left; column <= right; column++)
                {
                    using SKBitmap read = SKBitmap.Decode((await mosaics.TileAsync(LargeRun.RunId, MosaicLayer.Image, level, column, row, Token))!.Bytes.ToArray());
                    PixelRect tile = state.Layout.Geometry.TileAt(level, column, row), part = tile.Intersect(place);
                    for (int y = part.Y; y < part.Bottom; y++)
                        for (int x = part.X; x < part.Right; x++, count++) sum += read.GetPixel(x - tile.X, y - tile.Y).Red;
                }

            Assert.Equal(place.Width * place.Height, count);
            means.Add(sum / count);
        }

        Assert.All(means, mean => Assert.InRange(mean, means[0] - 6, means[0] + 6));
    }

    [Fact]
    public async Task State_AfterTheCacheIsDeleted_IsMadeAgainTheSame()
    {
        byte[] first;
        string version;
        await using (RunMosaics mosaics = Open())
        {
            await PreparedAsync(mosaics);
            TilePicture tile = (await mosaics.TileAsync(LargeRun.RunId, MosaicLayer.Image, 0, 0, 0, Token))!;
            (first, version) = (tile.Bytes.ToArray(), tile.Version);
        }

        Directory.Delete(_data.Cache, recursive: true);
        await using RunMosaics again = Open();
        await PreparedAsync(again);
        TilePicture made = (await again.TileAsync(LargeRun.RunId, MosaicLayer.Image, 0, 0, 0, Token))!;
        Assert.Equal(version, made.Version);
        Assert.Equal(first, made.Bytes.ToArray());
    }

    [Fact]
    public async Task State_JournalGrows_FollowsAndChangesOnlyTheTilesOfTheNewFrame()
    {
        await using RunMosaics mosaics = Open();
        MosaicState before = await PreparedAsync(mosaics);
        string there = before.VersionOf(MosaicLayer.Image, 0, 0, 0);
        RunFolder folder = await RunFolder.OpenAsync(_data, LargeRun.RunId, Token);
        await using (NdjsonJournal journal = await folder.OpenJournalAsync(TimeProvider.System, Token))
            await journal.AppendAsync(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = "a01-f00001", ["reason"] = "Looked at again.", ["final"] = true, ["quarantined"] = true, ["whole_count"] = 18, ["particle_count"] = 20 }, Token);
        MosaicState after = await UntilAsync(mosaics, state => state.Frames[0].Frame.Verdict == FrameVerdict.Quarantined);
        Assert.NotEqual(before.Stamp, after.Stamp);
        Assert.Equal(before.LayoutChange, after.LayoutChange);
        Assert.Equal(after.Change, after.Frames[0].Change);
        Assert.Equal(before.Frames[1].Change, after.Frames[1].Change);
        Assert.Equal(there, after.VersionOf(MosaicLayer.Image, 0, 0, 0));
    }

    [Fact]
    public async Task State_FrameFileDamaged_ShowsTheOthers()
    {
        string damaged = Path.Combine(_data.RunPath(LargeRun.RunId), "frames", "a01-f00003.tif");
        using (FileStream file = File.Open(damaged, FileMode.Open)) file.SetLength(100);
        await using RunMosaics mosaics = Open();
        MosaicState state = await UntilAsync(mosaics, state => state.Prepared >= 9);
        Assert.Equal(0u, state.Frames[2].Picture);
        Assert.NotNull(await mosaics.TileAsync(LargeRun.RunId, MosaicLayer.Image, 0, 0, 0, Token));
    }

    [Fact]
    public async Task State_NoSuchRun_IsNull()
    {
        await using RunMosaics mosaics = Open();
        Assert.Null(await mosaics.StateAsync("20260101-000000-none", Token));
        Assert.Null(await mosaics.StateAsync("..", Token));
    }

    private RunMosaics Open() => new(_data, () => false, NullLogger.Instance);

    private static Task<MosaicState> PreparedAsync(RunMosaics mosaics)
        => UntilAsync(mosaics, state => state.Frames.All(frame => frame.Frame.Sha256.Length == 0 || (frame.Picture != 0 && frame.Analysis != 0)));

    private static async Task<MosaicState> UntilAsync(RunMosaics mosaics, Func<MosaicState, bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            MosaicState state = (await mosaics.StateAsync(LargeRun.RunId, patience.Token))!;
            if (condition(state)) return state;
            await Task.Delay(20, patience.Token);
        }
    }
}
