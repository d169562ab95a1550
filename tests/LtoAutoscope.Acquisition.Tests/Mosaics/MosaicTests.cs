using LtoAutoscope.Acquisition.Mosaics;
using LtoAutoscope.Acquisition.Tests.Drift;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Acquisition.Tests.Mosaics;

public sealed class MosaicTests
{
    private const double PixelNm = 2900.0 / 1024;
    private const int Width = 256, Height = 192, Columns = 3, Rows = 2;

    /// <summary>Every tile lies some pixels beside where the stage says.</summary>
    private static readonly (double X, double Y)[] Errors = [(0, 0), (5.3, -3.1), (-7.2, 4.4), (2.6, 6.8), (-4.9, -5.5), (6.1, 1.7)];

    [Fact]
    public async Task Solve_TilesBesideTheirPlaces_FindsThemAndWritesOnePicture()
    {
        IReadOnlyList<MosaicTile> tiles = Tiles();
        MosaicSolution solution = await MosaicSolver.SolveAsync(tiles, null, TestContext.Current.CancellationToken);
        for (int i = 0; i < tiles.Count; i++)
        {
            (double x, double y) = (Place(i).X + Errors[i].X - Place(0).X, Place(i).Y + Errors[i].Y - Place(0).Y);
            Assert.Equal(x, solution.Tiles[i].XPx - solution.Tiles[0].XPx, 0.3);
            Assert.Equal(y, solution.Tiles[i].YPx - solution.Tiles[0].YPx, 0.3);
            Assert.True(solution.Tiles[i].IsTied);
        }

        Assert.Equal((Columns, Rows), (solution.Columns, solution.Rows));
        Assert.InRange(solution.ResidualPx, 0, 0.3);

        string folder = Directory.CreateTempSubdirectory("mosaic").FullName;
        try
        {
            string path = Path.Combine(folder, "mosaic.tif");
            MosaicSolution written = await MosaicWriter.WriteAsync(solution, tiles, path, null, TestContext.Current.CancellationToken);
            GreyImage picture = new ImageFileReader().Read(path);
            Assert.Equal((solution.WidthPx, solution.HeightPx, 16), (picture.Width, picture.Height, picture.BitsPerPixel));
            Assert.Equal(["mosaic.json", "mosaic.tif"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            Assert.Equal("mosaic.tif", written.File);
            AssertSmooth(picture, solution);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Solve_ATileOfAnotherPlace_LiesWhereTheStageSaysAndDisturbsNobody()
    {
        List<MosaicTile> tiles = [.. Tiles()];
        GreyImage foreign = Worlds.Frame(Worlds.Powder, width: Width, height: Height, identity: 77, xMm: 0.9);
        tiles[4] = tiles[4] with { Load = _ => Task.FromResult(foreign) };
        MosaicSolution solution = await MosaicSolver.SolveAsync(tiles, null, TestContext.Current.CancellationToken);
        Assert.False(solution.Tiles[4].IsTied);
        Assert.Equal(Place(5).X + Errors[5].X - Place(0).X, solution.Tiles[5].XPx - solution.Tiles[0].XPx, 0.5);
        Assert.All(solution.Pairs.Where(pair => pair.First.EndsWith('4') || pair.Second.EndsWith('4')), pair => Assert.False(pair.Used));
    }

    [Fact]
    public void Fit_AWrongPair_IsLeftOut()
    {
        (double X, double Y)[] nominal = [(0, 0), (100, 0), (0, 100), (100, 100)];
        List<Tie> ties = [Tie(0, 1, 100, 0), Tie(0, 2, 0, 100), Tie(1, 3, 0, 100), Tie(2, 3, 100, 0), Tie(0, 3, 140, 100), Tie(1, 2, -100, 100)];
        (double X, double Y)[] solved = MosaicSolver.Fit(nominal, ties);
        Assert.False(ties[4].Used);
        Assert.Equal(5, ties.Count(tie => tie.Used));
        Assert.Equal(100, solved[3].X - solved[0].X, 0.01);

        static Tie Tie(int a, int b, double x, double y) => new(a, b, x, y, 0.9) { Used = true };
    }

    [Fact]
    public async Task Solve_FramesThatDoNotBelongTogether_IsRefused()
    {
        List<MosaicTile> tiles = [.. Tiles()];
        tiles[1] = tiles[1] with { Metadata = tiles[1].Metadata with { PixelSizeNm = 5 } };
        await Assert.ThrowsAsync<InputException>(() => MosaicSolver.SolveAsync(tiles, null, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InputException>(() => MosaicSolver.SolveAsync([tiles[0]], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Duplicates_InTheOverlap_AreLeftOutOnce()
    {
        var solution = new MosaicSolution
        {
            WidthPx = 180, HeightPx = 100, PixelSizeNm = 1, BitsPerPixel = 16, Columns = 2, Rows = 1, OriginXMm = 0, OriginYMm = 0, ResidualPx = 0, LargestResidualPx = 0, Pairs = [],
            Tiles = [new("a", 0, 0, 100, 100, 0, 0, true), new("b", 80, 0, 100, 100, 0, 0, true)],
        };
        IReadOnlySet<string> duplicates = MosaicParticles.Duplicates(solution, new Dictionary<string, IReadOnlyList<Particle>>
        {
            ["a"] = [Particle("a1", 88, 50, 10), Particle("a2", 50, 50, 10), Particle("a3", 96, 20, 12, cut: true)],
            ["b"] = [Particle("b1", 9, 51, 10), Particle("b2", 60, 50, 10), Particle("b3", 16, 20, 12), Particle("b4", 10, 60, 8)],
        });
        Assert.Equal(["b1"], duplicates.Order());
    }

    private static (double X, double Y) Place(int i) => ((i % Columns) * 0.75 * Width, (i / Columns) * 0.75 * Height);

    private static IReadOnlyList<MosaicTile> Tiles() => [.. Enumerable.Range(0, Columns * Rows).Select(i =>
    {
        (double x, double y) = Place(i);
        GreyImage image = Worlds.Frame(Worlds.Powder, x + Errors[i].X, y + Errors[i].Y, width: Width, height: Height, identity: (ulong)i + 1);
        FrameMetadata metadata = Worlds.Metadata(image, $"f{i}") with { Position = new StagePosition(0.1 + x * PixelNm * 1e-6, 0.2 - y * PixelNm * 1e-6, 0, 0, 0) };
        return new MosaicTile(metadata, _ => Task.FromResult(image));
    })];

    /// <summary>The blended picture is what one wide frame of the place shows.</summary>
    private static void AssertSmooth(GreyImage picture, MosaicSolution solution)
    {
        double centreX = solution.OriginXMm * 1e6 / PixelNm + (picture.Width - 1) / 2.0 - (0.1e6 / PixelNm), centreY = -(solution.OriginYMm * 1e6 / PixelNm) + (picture.Height - 1) / 2.0 + 0.2e6 / PixelNm;
        GreyImage whole = Worlds.Frame(Worlds.Powder, centreX, centreY, width: picture.Width, height: picture.Height, identity: 500);
        double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0, n = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            if (picture.Pixels[i] == 0) continue;
            double a = picture.Pixels[i], b = whole.Pixels[i];
            (sa, sb, aa, bb, ab, n) = (sa + a, sb + b, aa + a * a, bb + b * b, ab + a * b, n + 1);
        }

        double correlation = (ab - sa * sb / n) / Math.Sqrt((aa - sa * sa / n) * (bb - sb * sb / n));
        Assert.InRange(correlation, 0.85, 1);
        Assert.InRange(n, 0.8 * picture.Pixels.Length, picture.Pixels.Length);
    }

    private static Particle Particle(string id, double x, double y, double diameter, bool cut = false) => new()
    {
        ParticleId = id, Frame = id[..1], LabelId = id[1] - '0', XPx = x, YPx = y, AreaNm2 = Math.PI / 4 * diameter * diameter, DiameterNm = diameter, FeretMaxNm = diameter, FeretMinNm = diameter, LengthNm = diameter,
        WidthNm = diameter, AspectRatio = 1, PerimeterNm = Math.PI * diameter, Circularity = 1, Solidity = 1, FractalDimension = 1, FractalDimensionSe = 0, TouchesBorder = cut, Weight = cut ? 0 : 1.2, Confidence = 1,
    };
}
