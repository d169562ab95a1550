using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Finds the pictures of an event in the data folder. Whatever a path says, nothing outside of it is read.</summary>
internal sealed class EvidenceFiles(DataFolder data)
{
    private const int MostPictures = 4;
    private const long LargestPicture = 5 * 1024 * 1024;

    /// <summary>The absolute path of an evidence picture and its media type; of a TIFF the preview beside it. Null when there is none that may be shown.</summary>
    public (string Path, string MediaType)? Find(string relativePath)
    {
        if (relativePath.Length == 0 || Path.IsPathRooted(relativePath)) return null;
        string root = Path.GetFullPath(data.Root) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(Path.Combine(root, relativePath.Replace('/', Path.DirectorySeparatorChar)));
        if (!path.StartsWith(root, StringComparison.Ordinal)) return null;
        if (Path.GetExtension(path) is ".tif" or ".tiff") path = Path.ChangeExtension(path, ".jpg");
        string? type = Path.GetExtension(path).ToLowerInvariant() switch { ".png" => "image/png", ".jpg" or ".jpeg" => "image/jpeg", _ => null };
        return type is not null && File.Exists(path) ? (path, type) : null;
    }

    /// <summary>Reads the pictures of a list of paths, and says of which there is nothing to show.</summary>
    /// <param name="paths">Relative to the data folder, forward slashes.</param>
    /// <param name="link">The address of a picture, or null.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    public async Task<(IReadOnlyList<AlertPicture> Pictures, IReadOnlyList<string> Missing)> ReadAsync(IReadOnlyList<string> paths, Func<string, string?> link, CancellationToken cancellationToken)
    {
        List<AlertPicture> pictures = [];
        List<string> missing = [];
        foreach (string path in paths)
        {
            if (pictures.Count == MostPictures || Find(path) is not { } found)
            {
                missing.Add(path);
                continue;
            }

            try
            {
                if (new FileInfo(found.Path).Length > LargestPicture) missing.Add(path);
                else pictures.Add(new AlertPicture(Path.GetFileName(found.Path), found.MediaType, await File.ReadAllBytesAsync(found.Path, cancellationToken).ConfigureAwait(false), link(path)));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                missing.Add(path);
            }
        }

        return (pictures, missing);
    }
}
