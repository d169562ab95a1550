using System.Globalization;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The folder in which a microscope stores its pictures under running numbers, such as <c>twin_0007.tif</c>.</summary>
/// <param name="folder">The folder; made when it is not there. Null for a microscope whose disk takes none.</param>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class PhotoFolder(string? folder)
{
    private const string Prefix = "twin_";
    private const string Extension = ".tif";
    private readonly Lock _state = new();
    private int _next = First(folder);

    /// <summary>Number of the next picture, from 1.</summary>
    public int NextNumber
    {
        get { lock (_state) return _next; }
    }

    /// <summary>Writes a picture with its maker's tag; false where it cannot be written.</summary>
    public async Task<bool> StoreAsync(GreyImage image, ushort vendorTag, byte[] vendorText, CancellationToken cancellationToken)
    {
        if (folder is null) return false;
        int number;
        lock (_state) number = _next++;
        try
        {
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:0000}{Extension}"));
            await AtomicFile.WriteAsync(path, TiffPicture.Encode(image, vendorTag, vendorText), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>One more than the greatest number that is there.</summary>
    private static int First(string? folder)
    {
        if (folder is null || !Directory.Exists(folder)) return 1;
        return 1 + Directory.EnumerateFiles(folder, $"{Prefix}*{Extension}").Select(static path => Path.GetFileNameWithoutExtension(path)[Prefix.Length..])
            .Select(static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0).DefaultIfEmpty(0).Max();
    }
}
