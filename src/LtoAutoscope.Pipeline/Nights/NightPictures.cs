using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Puts the pictures of incidents into the page, so that it stands alone, within a size that a mail can carry.</summary>
internal static class NightPictures
{
    private const int MostAnIncident = 2;
    private const long LargestPicture = 1024 * 1024, LargestPage = 12 * 1024 * 1024;

    /// <summary>The incidents with their pictures as data URIs; those that are gone or too large are only named.</summary>
    public static async Task<IReadOnlyList<NightIncident>> AttachAsync(DataFolder data, IReadOnlyList<NightIncident> incidents, CancellationToken cancellationToken)
    {
        List<NightIncident> told = [];
        long total = 0;
        foreach (NightIncident incident in incidents)
        {
            List<string> pictures = [];
            foreach (string path in incident.Evidence)
            {
                if (pictures.Count == MostAnIncident) break;
                if (Find(data, path) is not { } file || file.Length > LargestPicture || total + file.Length > LargestPage) continue;
                byte[] bytes;
                try
                {
                    bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    continue;
                }

                total += bytes.Length;
                pictures.Add($"data:image/{(file.Extension == ".png" ? "png" : "jpeg")};base64,{Convert.ToBase64String(bytes)}");
            }

            told.Add(incident with { Pictures = pictures });
        }

        return told;
    }

    private static FileInfo? Find(DataFolder data, string relative)
    {
        string root = Path.GetFullPath(data.Runs) + Path.DirectorySeparatorChar, path = Path.GetFullPath(Path.Combine(data.Root, relative.Replace('/', Path.DirectorySeparatorChar)));
        if (!path.StartsWith(root, StringComparison.Ordinal)) return null;
        if (Path.GetExtension(path) is ".tif" or ".tiff") path = Path.ChangeExtension(path, ".jpg");
        var file = new FileInfo(path);
        return file.Exists && (file.Extension is ".png" or ".jpg" or ".jpeg") ? file : null;
    }
}
