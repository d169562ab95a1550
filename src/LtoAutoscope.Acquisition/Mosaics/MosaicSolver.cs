using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>
/// Finds how overlapping frames fit together: each pair is compared in its overlap by phase correlation, and all positions are fitted to all pairs by least
/// squares; pairs that contradict the others are left out.
/// </summary>
/// <remarks>
/// S. Preibisch, S. Saalfeld and P. Tomancak, Bioinformatics 25, 1463 (2009). In a narrow strip chance alone can give a peak, so a pair must look alike as well: its
/// correlation coefficient counts beside its confidence.
/// </remarks>
public static class MosaicSolver
{
    /// <summary>Most frames of one mosaic.</summary>
    public const int MostTiles = 2000;

    private const int SmallestOverlapPx = 32;
    private const double OutlierPx = 2;
    private const int Rounds = 20;
    private const double LeastOverlapCorrelation = 0.5;
    private const double OutlierTimesMedian = 5;
    private const double NominalWeight = 1e-4;
    private const long CacheBytes = 512L << 20;

    /// <summary>Solves a mosaic.</summary>
    /// <param name="tiles">The frames, in the order in which they were taken; of one pixel size and depth, with stage positions.</param>
    /// <param name="progress">Is told how many of how many pairs are compared; may be null.</param>
    /// <param name="cancellationToken">Ends it between two pairs.</param>
    /// <exception cref="InputException">There are too few or too many frames, or they do not belong together.</exception>
    public static async Task<MosaicSolution> SolveAsync(IReadOnlyList<MosaicTile> tiles, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        Check(tiles);
        FrameMetadata first = tiles[0].Metadata;
        double pixelMm = first.PixelSizeNm!.Value * 1e-6;
        (double X, double Y)[] nominal = [.. tiles.Select(tile => ((tile.Metadata.Position!.Value.XMm - first.Position!.Value.XMm) / pixelMm - (tile.Metadata.WidthPx - first.WidthPx) / 2.0,
            -(tile.Metadata.Position!.Value.YMm - first.Position!.Value.YMm) / pixelMm - (tile.Metadata.HeightPx - first.HeightPx) / 2.0))];
        List<(int A, int B)> candidates = Overlapping(tiles, nominal);
        var cache = new TileCache(tiles, Capacity(tiles));
        var pairs = new List<Tie>(candidates.Count);
        foreach ((int a, int b) in candidates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pairs.Add(Compare(a, b, await cache.GetAsync(a, cancellationToken).ConfigureAwait(false), await cache.GetAsync(b, cancellationToken).ConfigureAwait(false), nominal));
            progress?.Report((pairs.Count, candidates.Count));
        }

        (double X, double Y)[] solved = Fit(nominal, pairs);
        return Describe(tiles, nominal, solved, pairs);
    }

    internal static int Capacity(IReadOnlyList<MosaicTile> tiles) => (int)Math.Max(4, CacheBytes / (2L * tiles.Max(tile => (long)tile.Metadata.WidthPx * tile.Metadata.HeightPx)));

    private static void Check(IReadOnlyList<MosaicTile> tiles)
    {
        if (tiles.Count < 2) throw new InputException($"A mosaic of {tiles.Count} frames is none", "mosaic", "Give at least two accepted frames that overlap");
        if (tiles.Count > MostTiles) throw new InputException($"{tiles.Count} frames are more than the {MostTiles} that one mosaic may have", "mosaic", "Stitch a part of them");
        FrameMetadata first = tiles[0].Metadata;
        foreach (FrameMetadata metadata in tiles.Select(tile => tile.Metadata))
        {
            if (metadata.Position is null || metadata.PixelSizeNm is null) throw new InputException("The frame's stage position or pixel size is unknown", metadata.FrameId, "Stitch frames that the run took");
            if (Math.Abs(metadata.PixelSizeNm.Value / first.PixelSizeNm!.Value - 1) > 1e-3 || metadata.BitsPerPixel != first.BitsPerPixel)
                throw new InputException($"The frame has another pixel size or depth than {first.FrameId}", metadata.FrameId, "Stitch frames of one recipe");
        }
    }

    /// <summary>Pairs whose frames overlap where the stage says, sorted so that the frames of neighbouring pairs are the same.</summary>
    private static List<(int A, int B)> Overlapping(IReadOnlyList<MosaicTile> tiles, (double X, double Y)[] nominal)
    {
        var pairs = new List<(int, int)>();
        for (int a = 0; a < tiles.Count; a++)
        {
            for (int b = a + 1; b < tiles.Count; b++)
            {
                (int width, int height) = OverlapOf(tiles[a].Metadata, tiles[b].Metadata, nominal[b].X - nominal[a].X, nominal[b].Y - nominal[a].Y);
                if (width >= SmallestOverlapPx && height >= SmallestOverlapPx) pairs.Add((a, b));
            }
        }

        return pairs;
    }

    private static (int Width, int Height) OverlapOf(FrameMetadata a, FrameMetadata b, double dx, double dy)
        => ((int)Math.Floor(Math.Min(a.WidthPx, dx + b.WidthPx) - Math.Max(0, dx)), (int)Math.Floor(Math.Min(a.HeightPx, dy + b.HeightPx) - Math.Max(0, dy)));

    private static Tie Compare(int a, int b, GreyImage first, GreyImage second, (double X, double Y)[] nominal)
    {
        int dx = (int)Math.Round(nominal[b].X - nominal[a].X), dy = (int)Math.Round(nominal[b].Y - nominal[a].Y);
        int left = Math.Max(0, dx), top = Math.Max(0, dy), width = Math.Min(first.Width, dx + second.Width) - left, height = Math.Min(first.Height, dy + second.Height) - top;
        if (Math.Min(width, height) < SmallestOverlapPx) return new Tie(a, b, nominal[b].X - nominal[a].X, nominal[b].Y - nominal[a].Y, 0) { Used = false };
        ShiftEstimate shift = PhaseCorrelation.Shift(first.Crop(left, top, width, height), second.Crop(left - dx, top - dy, width, height));

        // What is displaced to the right in the second frame means that the frame itself lies farther to the left.
        return new Tie(a, b, dx - shift.XPx, dy - shift.YPx, shift.Confidence) { Used = shift.IsReliable && shift.Overlap >= LeastOverlapCorrelation };
    }

    /// <summary>
    /// Positions by least squares that are weighted anew with each residual (Cauchy's weights), so that pairs that contradict the others lose their pull; those that then
    /// stand out are left out, and all is fitted a last time without them.
    /// </summary>
    internal static (double X, double Y)[] Fit((double X, double Y)[] nominal, List<Tie> pairs)
    {
        for (int round = 0; round < Rounds; round++)
        {
            Settle(MosaicEquations.Solve(nominal, pairs, NominalWeight), pairs);
            foreach (Tie tie in pairs) tie.Weight = tie.Confidence / (1 + Square(tie.Residual / OutlierPx));
        }

        Tie[] used = [.. pairs.Where(tie => tie.Used).OrderBy(tie => tie.Residual)];
        double limit = used.Length == 0 ? 0 : Math.Max(OutlierPx, OutlierTimesMedian * used[used.Length / 2].Residual);
        foreach (Tie tie in pairs)
        {
            tie.Used &= tie.Residual <= limit;
            tie.Weight = tie.Confidence;
        }

        (double X, double Y)[] solved = MosaicEquations.Solve(nominal, pairs, NominalWeight);
        Settle(solved, pairs);
        return solved;
    }

    private static void Settle((double X, double Y)[] solved, List<Tie> pairs)
    {
        foreach (Tie tie in pairs) tie.Residual = Math.Sqrt(Square(solved[tie.B].X - solved[tie.A].X - tie.X) + Square(solved[tie.B].Y - solved[tie.A].Y - tie.Y));
    }

    private static MosaicSolution Describe(IReadOnlyList<MosaicTile> tiles, (double X, double Y)[] nominal, (double X, double Y)[] solved, List<Tie> pairs)
    {
        FrameMetadata first = tiles[0].Metadata;
        double left = solved.Min(place => place.X), top = solved.Min(place => place.Y), pixelUm = first.PixelSizeNm!.Value / 1000;
        double right = tiles.Select((tile, i) => solved[i].X + tile.Metadata.WidthPx).Max(), bottom = tiles.Select((tile, i) => solved[i].Y + tile.Metadata.HeightPx).Max();
        HashSet<int> tied = [.. pairs.Where(tie => tie.Used).SelectMany(tie => (int[])[tie.A, tie.B])];
        double[] residuals = [.. pairs.Where(tie => tie.Used).Select(tie => tie.Residual)];
        return new MosaicSolution
        {
            WidthPx = (int)Math.Ceiling(right - left) + 1, HeightPx = (int)Math.Ceiling(bottom - top) + 1, PixelSizeNm = first.PixelSizeNm.Value, BitsPerPixel = first.BitsPerPixel,
            Columns = Lines([.. nominal.Select(place => place.X)], first.WidthPx), Rows = Lines([.. nominal.Select(place => place.Y)], first.HeightPx),
            OriginXMm = first.Position!.Value.XMm + (left - (first.WidthPx - 1) / 2.0) * pixelUm / 1000, OriginYMm = first.Position!.Value.YMm - (top - (first.HeightPx - 1) / 2.0) * pixelUm / 1000,
            ResidualPx = residuals.Length == 0 ? 0 : Math.Sqrt(residuals.Average(residual => residual * residual)), LargestResidualPx = residuals.DefaultIfEmpty(0).Max(),
            Tiles = [.. tiles.Select((tile, i) => new MosaicPlace(tile.Metadata.FrameId, solved[i].X - left, solved[i].Y - top, tile.Metadata.WidthPx, tile.Metadata.HeightPx,
                (solved[i].X - nominal[i].X) * pixelUm, -(solved[i].Y - nominal[i].Y) * pixelUm, tied.Contains(i)))],
            Pairs = [.. pairs.Select(tie => new MosaicPair(tiles[tie.A].Metadata.FrameId, tiles[tie.B].Metadata.FrameId, tie.X, tie.Y, tie.Confidence, tie.Residual, tie.Used))],
        };
    }

    /// <summary>How many different places there are along an axis, when what lies within half a frame is one.</summary>
    private static int Lines(double[] places, int size)
    {
        Array.Sort(places);
        int lines = 1;
        double begun = places[0];
        foreach (double place in places)
        {
            if (place - begun <= size / 2.0) continue;
            lines++;
            begun = place;
        }

        return lines;
    }

    private static double Square(double value) => value * value;
}
