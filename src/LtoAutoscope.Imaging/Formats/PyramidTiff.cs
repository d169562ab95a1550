using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// Writes a grey picture as a tiled TIFF with a pyramid: the whole picture in the first directory, each halving in a SubIFD of it, as OME-TIFF asks. Bands of rows come in once from top to bottom and all levels are made on the way, so
/// memory holds one row of tiles a level. Tiles are packed with Deflate and horizontal differences. Above 4 GB it is a BigTIFF. The file is whole or absent.
/// </summary>
/// <remarks>Source: Adobe TIFF 6.0 (1992), sections 14 and 15; Adobe TIFF Technical Note 1 (SubIFDs, 1995); BigTIFF, AWare Systems (2004); OME-TIFF specification, pyramids (2018).</remarks>
public static class PyramidTiff
{
    /// <summary>Edge of a tile, pixels.</summary>
    public const int TilePx = 512;

    /// <summary>What a classic TIFF may hold at most, bytes: the reach of its offsets, with room for directories.</summary>
    public const long ClassicBytes = uint.MaxValue - (64L << 20);

    /// <summary>Writes a picture.</summary>
    /// <param name="path">The file, such as <c>NAME.ome.tif</c>.</param>
    /// <param name="shape">Size, depth and scale.</param>
    /// <param name="description">ImageDescription of the first directory: ASCII, such as OME-XML.</param>
    /// <param name="band">Gives pixels, row-major: first row and number of rows, at most <see cref="TilePx"/> at once.</param>
    /// <param name="progress">Is told how many of how many rows are written; may be null.</param>
    /// <param name="cancellationToken">Ends it between two bands; nothing is then left.</param>
    /// <exception cref="InputException">The picture has no pixels, or the description is not ASCII.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static Task WriteAsync(string path, PyramidTiffShape shape, string description, Func<int, int, CancellationToken, Task<ushort[]>> band, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
        => WriteAsync(path, shape, description, band, ClassicBytes, progress, cancellationToken);

    /// <summary>The same with a limit of one's own, above which it is a BigTIFF.</summary>
    internal static Task WriteAsync(
        string path, PyramidTiffShape shape, string description, Func<int, int, CancellationToken, Task<ushort[]>> band, long classicBytes, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(band);
        shape.Require(path);
        if (!System.Text.Ascii.IsValid(description)) throw new InputException("The description of a TIFF is ASCII", path, "Write other characters as references");
        return AtomicFile.WriteAsync(path, async (stream, token) =>
        {
            var writer = new PyramidTiffWriter(stream, shape, shape.LargestBytes > classicBytes);
            for (int first = 0; first < shape.HeightPx; first += TilePx)
            {
                token.ThrowIfCancellationRequested();
                int count = Math.Min(TilePx, shape.HeightPx - first);
                await writer.AddAsync(await band(first, count, token).ConfigureAwait(false), count, token).ConfigureAwait(false);
                progress?.Report((first + count, shape.HeightPx));
            }

            await writer.FinishAsync(description, token).ConfigureAwait(false);
        }, cancellationToken);
    }
}
