using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>
/// Blends a solved mosaic into one TIFF, band by band: where frames overlap each counts by its distance from its own border. Frames are put on whole pixels, so nothing
/// is resampled. Memory holds one band and the frames that it crosses.
/// </summary>
public static class MosaicWriter
{
    /// <summary>Name of the file with the positions.</summary>
    public const string PositionsFile = "mosaic.json";

    private const int BandRows = 64;
    private const long MostBytesAcross = 1L << 30;

    /// <summary>Writes the picture and, beside it, <see cref="PositionsFile"/>.</summary>
    /// <param name="solution">Where the frames lie.</param>
    /// <param name="tiles">The frames, as they were solved.</param>
    /// <param name="path">The picture, such as <c>mosaic.tif</c>.</param>
    /// <param name="progress">Is told how many of how many rows are written; may be null.</param>
    /// <param name="cancellationToken">Ends it between two bands; no picture is then left.</param>
    /// <returns>The solution with the picture's name.</returns>
    /// <exception cref="InputException">The picture is too large for a TIFF, or a row of frames for memory.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static async Task<MosaicSolution> WriteAsync(MosaicSolution solution, IReadOnlyList<MosaicTile> tiles, string path, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(tiles);
        int across = Enumerable.Range(0, (solution.HeightPx + BandRows - 1) / BandRows).Max(band => Crossing(solution, band * BandRows, BandRows).Count);
        long bytes = across * 2L * solution.Tiles.Max(tile => (long)tile.WidthPx * tile.HeightPx) + 8L * solution.WidthPx * BandRows;
        if (bytes > MostBytesAcross)
            throw new InputException(FormattableString.Invariant($"{across} frames lie side by side and would take {bytes / 1e9:0.0} GB of memory (limit {MostBytesAcross / 1e9:0.0} GB)"), path, "Stitch fewer columns, or frames with fewer pixels");
        var cache = new TileCache(tiles, across + 1);
        await StreamedTiff.WriteAsync(path, solution.WidthPx, solution.HeightPx, solution.BitsPerPixel, solution.PixelSizeNm, BandRows, async (first, count, token) =>
        {
            token.ThrowIfCancellationRequested();
            ushort[] band = await BlendAsync(solution, cache, first, count, token).ConfigureAwait(false);
            progress?.Report((first + count, solution.HeightPx));
            return band;
        }, cancellationToken).ConfigureAwait(false);
        MosaicSolution named = solution with { File = Path.GetFileName(path) };
        string positions = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, PositionsFile);
        await AtomicFile.WriteTextAsync(positions, JsonSerializer.Serialize(named, DomainJson.File), cancellationToken).ConfigureAwait(false);
        return named;
    }

    private static List<int> Crossing(MosaicSolution solution, int first, int count)
        => [.. Enumerable.Range(0, solution.Tiles.Count).Where(i => Top(solution.Tiles[i]) < first + count && Top(solution.Tiles[i]) + solution.Tiles[i].HeightPx > first)];

    private static async Task<ushort[]> BlendAsync(MosaicSolution solution, TileCache cache, int first, int count, CancellationToken cancellationToken)
    {
        int width = solution.WidthPx;
        var sum = new float[width * count];
        var weights = new float[width * count];
        foreach (int i in Crossing(solution, first, count))
            Add(solution.Tiles[i], await cache.GetAsync(i, cancellationToken).ConfigureAwait(false), first, count, width, sum, weights);
        var band = new ushort[width * count];
        for (int k = 0; k < band.Length; k++)
            if (weights[k] > 0) band[k] = (ushort)(sum[k] / weights[k] + 0.5f);
        return band;
    }

    private static void Add(MosaicPlace place, GreyImage image, int first, int count, int width, float[] sum, float[] weights)
    {
        int left = (int)Math.Round(place.XPx), top = Top(place);
        for (int row = Math.Max(first, top); row < Math.Min(first + count, top + image.Height); row++)
        {
            int y = row - top, fromBorder = Math.Min(y, image.Height - 1 - y) + 1;
            ReadOnlySpan<ushort> source = image.Pixels.AsSpan(y * image.Width, image.Width);
            int at = (row - first) * width + left;
            for (int x = 0; x < source.Length; x++)
            {
                float weight = Math.Min(fromBorder, Math.Min(x, source.Length - 1 - x) + 1);
                sum[at + x] += weight * source[x];
                weights[at + x] += weight;
            }
        }
    }

    private static int Top(MosaicPlace place) => (int)Math.Round(place.YPx);
}
