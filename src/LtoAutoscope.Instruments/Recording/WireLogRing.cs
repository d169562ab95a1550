using System.Globalization;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>A ring of numbered files in a folder; the oldest are deleted.</summary>
internal sealed class WireLogRing(WireRecorderSettings settings) : IWireLogTarget
{
    private const string Prefix = "wire-", Suffix = ".log";

    public long StreamBytes => settings.FileBytes;

    public Stream Next()
    {
        Directory.CreateDirectory(settings.Folder);
        SortedDictionary<long, string> files = Files(settings.Folder);
        long next = files.Count == 0 ? 1 : files.Keys.Last() + 1;
        foreach (string old in files.Values.Take(files.Count - Math.Max(0, settings.Files - 1))) File.Delete(old);
        string path = Path.Combine(settings.Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{next:000000}{Suffix}"));
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>The files of a ring by number.</summary>
    public static SortedDictionary<long, string> Files(string folder)
    {
        var files = new SortedDictionary<long, string>();
        foreach (string path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)) files[number] = path;
        }

        return files;
    }
}
