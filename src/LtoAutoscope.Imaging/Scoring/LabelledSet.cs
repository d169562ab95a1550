using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Scoring;

/// <summary>
/// Finds the pictures of a set with true masks. Three layouts are known: a pack with a <c>manifest.csv</c> of the columns source, split and name and the files at
/// <c>SOURCE/labels/NAME.png</c> or <c>SOURCE/SPLIT/labels/NAME.png</c>; a folder with <c>images/</c> and <c>labels/</c> as <c>twin render</c> writes it; a plain
/// folder of masks, <c>NAME.png</c> or <c>NAME_labels.png</c>.
/// </summary>
public static class LabelledSet
{
    /// <summary>How the masks beside pictures are named by <c>analyse --labels</c>.</summary>
    public const string LabelsSuffix = "_labels";

    /// <summary>The pictures of a set in the order of its manifest, else of their names.</summary>
    /// <param name="folder">The set.</param>
    /// <param name="sources">Only these sources; null or empty for all.</param>
    /// <param name="split">Only this split; null for all.</param>
    /// <exception cref="InputException">The folder is missing or empty, the manifest is broken, a mask is missing, or nothing is left of it.</exception>
    public static IReadOnlyList<LabelledPicture> Find(string folder, IReadOnlyCollection<string>? sources = null, string? split = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new InputException("There is no such folder", folder, "Check the path");
        folder = Path.GetFullPath(folder);
        string manifest = Path.Combine(folder, "manifest.csv");
        List<LabelledPicture> pictures = File.Exists(manifest) && ReadPack(folder, manifest) is { } pack ? pack : ReadFolder(folder);
        HashSet<string> known = [.. pictures.Select(static p => p.Source)];
        string? unknown = sources?.FirstOrDefault(source => !known.Contains(source));
        if (unknown is not null)
            throw new InputException($"No picture comes from the source '{unknown}'", folder, $"The set has {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        if (sources is { Count: > 0 }) pictures.RemoveAll(p => !sources.Contains(p.Source));
        if (split is not null) pictures.RemoveAll(p => p.Split != split);
        return pictures.Count > 0
            ? pictures
            : throw new InputException(split is null ? "No mask was found" : $"No mask of the split '{split}' was found", folder, "Give a pack with manifest.csv, a folder with labels/, or a folder of mask PNGs");
    }

    /// <summary>The rows of a pack's manifest; null when the table has other columns, as that of a rendered set.</summary>
    private static List<LabelledPicture>? ReadPack(string folder, string manifest)
    {
        using var reader = new StreamReader(manifest);
        List<string> columns = CsvLine.Split(reader.ReadLine() ?? "");
        int source = columns.IndexOf("source"), split = columns.IndexOf("split"), name = columns.IndexOf("name");
        if (source < 0 || name < 0) return null;
        List<LabelledPicture> pictures = [];
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0) continue;
            List<string> fields = CsvLine.Split(text);
            if (fields.Count < columns.Count)
                throw new InputException($"Line {line} has {fields.Count} fields instead of {columns.Count}", manifest, "Correct the line");
            pictures.Add(InPack(folder, fields[source], split < 0 ? "" : fields[split], fields[name]));
        }

        return pictures;
    }

    private static LabelledPicture InPack(string folder, string source, string split, string name)
    {
        string flat = Path.Combine(folder, source), deep = Path.Combine(flat, split);
        string[] masks = [Path.Combine(flat, "labels", name + ".png"), Path.Combine(deep, "labels", name + ".png")];
        string mask = masks.FirstOrDefault(File.Exists)
            ?? throw new InputException($"The mask of '{name}' is missing", masks[^1], "Copy the pack whole, or correct its manifest");
        return new LabelledPicture(source, split, name, mask, Image(Path.Combine(flat, "images"), name) ?? Image(Path.Combine(deep, "images"), name));
    }

    private static List<LabelledPicture> ReadFolder(string folder)
    {
        string inner = Path.Combine(folder, "labels"), source = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        bool nested = Directory.Exists(inner);
        string[] masks = [.. Directory.EnumerateFiles(nested ? inner : folder, "*.png").Order(StringComparer.Ordinal)];
        if (masks.Any(HasSuffix)) masks = [.. masks.Where(HasSuffix)];
        return [.. masks.Select(mask =>
        {
            string name = Path.GetFileNameWithoutExtension(mask);
            if (HasSuffix(mask)) name = name[..^LabelsSuffix.Length];
            string? image = nested ? Image(Path.Combine(folder, "images"), name) : HasSuffix(mask) ? Image(folder, name) : null;
            return new LabelledPicture(source, "", name, mask, image);
        })];
    }

    private static bool HasSuffix(string mask) => mask.EndsWith(LabelsSuffix + ".png", StringComparison.Ordinal);

    private static string? Image(string folder, string name)
        => ImageReader.Extensions.Select(extension => Path.Combine(folder, name + extension)).FirstOrDefault(File.Exists);
}
