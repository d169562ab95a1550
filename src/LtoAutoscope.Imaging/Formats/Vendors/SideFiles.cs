namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>Text files that microscopes write beside an image: TESCAN's <c>.hdr</c>, Hitachi's and JEOL's <c>.txt</c>.</summary>
internal static class SideFiles
{
    private const long LargestBytes = 1 << 20;

    /// <summary>What the files beside an image tell; nothing where there is none, or none that can be read.</summary>
    internal static ImageFacts Read(string path, int width, int height)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", stem = Path.GetFileNameWithoutExtension(path), extension = Path.GetExtension(path).TrimStart('.');
        foreach (string name in (string[])[$"{stem}-{extension}.hdr", $"{stem}.hdr", $"{stem}.{extension}.hdr"])
            if (TryRead(Path.Combine(folder, name)) is (string text, string file) && TescanMetadata.TryRead(text, $"side file {file}", width, height) is { } facts) return facts;
        foreach (string name in (string[])[$"{stem}.txt", $"{stem}.{extension}.txt"])
        {
            if (TryRead(Path.Combine(folder, name)) is not (string text, string file)) continue;
            string source = $"side file {file}";
            if ((HitachiMetadata.TryRead(text, source, width, height) ?? JeolMetadata.TryRead(text, source, width, height)) is { } facts) return facts;
        }

        return ImageFacts.None;
    }

    /// <summary>The text of a file under this name, or under it with the extension in capitals; null where there is none that can be read.</summary>
    private static (string Text, string Name)? TryRead(string path)
    {
        foreach (string candidate in (string[])[path, Path.ChangeExtension(path, Path.GetExtension(path).ToUpperInvariant()), Path.ChangeExtension(path, Capitalised(Path.GetExtension(path)))])
        {
            try
            {
                var file = new FileInfo(candidate);
                if (file.Exists && file.Length is > 0 and <= LargestBytes) return (VendorText.Decode(File.ReadAllBytes(candidate)), file.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A side file is a help, not a condition.
            }
        }

        return null;
    }

    private static string Capitalised(string extension) => extension.Length > 1 ? $".{char.ToUpperInvariant(extension[1])}{extension[2..]}" : extension;
}
