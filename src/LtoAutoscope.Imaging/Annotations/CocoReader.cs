using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>
/// Reads corrected outlines from COCO JSON: polygons, and run-length masks as numbers or packed text. Every annotation is checked; all
/// problems are gathered with the annotation's id, so that they can be mended in one go.
/// </summary>
public sealed class CocoReader
{
    /// <summary>So far beyond the image's edge a corner may lie, pixels: drawing programs let the pen slip over it.</summary>
    public const double EdgeSlack = 1.5;

    private readonly string _file;
    private readonly List<AnnotationProblem> _problems;
    private readonly Dictionary<long, PictureSource> _pictures = [];
    private readonly Dictionary<string, List<(string Name, ParticleMask Mask)>> _particles = new(StringComparer.Ordinal);
    private readonly HashSet<long> _particleCategories = [];

    private CocoReader(string path, List<AnnotationProblem> problems) => (_file, _problems) = (Path.GetFileName(path), problems);

    /// <summary>The label maps of a file, by the name of the picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pictures">The pictures that it may speak of.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <exception cref="InputException">The file is missing or no COCO JSON at all.</exception>
    public static IReadOnlyDictionary<string, LabelImage> Read(string path, IReadOnlyList<PictureSource> pictures, List<AnnotationProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(problems);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("The annotations cannot be read", path, "Check that the file is there and that you may read it", error);
        }
        catch (JsonException error)
        {
            throw new InputException($"The file is no JSON ({error.Message.TrimEnd('.')})", path, "Export it again as “COCO 1.0” or “COCO”", error);
        }

        using (document)
        {
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !IsArray(root, "images") || !IsArray(root, "annotations"))
                throw new InputException("The file is no COCO JSON: it lacks 'images' or 'annotations'", path, "Export it again as “COCO 1.0” or “COCO”");
            var reader = new CocoReader(path, problems);
            reader.ReadCategories(root);
            reader.ReadImages(root.GetProperty("images"), pictures);
            var ids = new HashSet<long>();
            int place = 0;
            foreach (JsonElement annotation in root.GetProperty("annotations").EnumerateArray()) reader.ReadAnnotation(annotation, ++place, ids);
            return reader._particles.ToDictionary(static pair => pair.Key, pair => reader.Lay(pair.Key, pair.Value), StringComparer.Ordinal);
        }
    }

    private LabelImage Lay(string name, List<(string Name, ParticleMask Mask)> particles)
    {
        PictureSource picture = _pictures.Values.First(p => p.Name == name);
        return MaskOverlay.Lay(particles, picture.WidthPx, picture.HeightPx, _file, _problems);
    }

    private void ReadCategories(JsonElement root)
    {
        if (!IsArray(root, "categories")) return;
        var all = root.GetProperty("categories").EnumerateArray().Where(static c => Whole(c, "id") is not null)
            .Select(static c => (Id: Whole(c, "id")!.Value, Name: Text(c, "name") ?? "")).ToList();
        var particles = all.Where(static c => c.Name.StartsWith(CocoWriter.Category, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach ((long id, _) in all.Count == 1 ? all : particles) _particleCategories.Add(id);
    }

    private void ReadImages(JsonElement images, IReadOnlyList<PictureSource> pictures)
    {
        foreach (JsonElement image in images.EnumerateArray())
        {
            string file = Text(image, "file_name") ?? "";
            string name = Path.GetFileNameWithoutExtension(file.Replace('\\', '/'));
            if (Whole(image, "id") is not long id)
                Report($"image '{file}'", "it has no id", "Export the file again");
            else if (_pictures.ContainsKey(id))
                Report($"image id {id}", "the id is given twice", "Export the file again, or give each image an id of its own");
            else if (pictures.FirstOrDefault(p => p.Name == name) is not { } picture)
                Report($"image id {id}, '{file}'", "there is no such picture in images/", "Use the picture's own name, or take the image out of the file");
            else if (_pictures.Values.Contains(picture))
                Report($"image id {id}, '{file}'", "another image of the file has the same name", "Keep one of them");
            else if (Whole(image, "width") != picture.WidthPx || Whole(image, "height") != picture.HeightPx)
                Report($"image id {id}, '{file}'", $"the file gives {Whole(image, "width")} × {Whole(image, "height")} pixels, the picture has {picture.WidthPx} × {picture.HeightPx}", "Annotate the picture as it was exported, neither resized nor cropped");
            else
            {
                _pictures.Add(id, picture);
                _particles.Add(picture.Name, []);
            }
        }
    }

    private void ReadAnnotation(JsonElement annotation, int place, HashSet<long> ids)
    {
        long? id = annotation.ValueKind == JsonValueKind.Object ? Whole(annotation, "id") : null;
        string where = id is null ? $"annotation number {place}" : $"annotation id {id}";
        if (id is null)
        {
            Report(where, "it has no id", "Export the file again");
            return;
        }

        if (!ids.Add(id.Value))
        {
            Report(where, "the id is given twice", "Give each annotation an id of its own; ids of files that were merged by hand collide");
            return;
        }

        if (Whole(annotation, "image_id") is not long imageId || !_pictures.TryGetValue(imageId, out PictureSource? picture))
        {
            Report(where, $"its image id {Whole(annotation, "image_id")} is unknown, or that image was refused", "Mend the image's entry, or take the annotation out");
            return;
        }

        where += $" on {picture.Name}";
        if (_particleCategories.Count > 0 && (Whole(annotation, "category_id") is not long category || !_particleCategories.Contains(category)))
            Report(where, $"its category {Whole(annotation, "category_id")} is not '{CocoWriter.Category}'", $"Name the category '{CocoWriter.Category}', or take the annotation out");
        else if (Whole(annotation, "iscrowd") == 1 && annotation.TryGetProperty("segmentation", out JsonElement crowd) && crowd.ValueKind == JsonValueKind.Array)
            Report(where, "it marks a crowd", "Outline the particles one by one, or take it out");
        else if (Mask(annotation, picture, where) is { } mask)
        {
            List<(string Name, ParticleMask Mask)> others = _particles[picture.Name];
            int label = Whole(annotation, "label") is long own and > 0 and <= ushort.MaxValue && others.All(o => o.Mask.Label != own) ? (int)own : 1 + others.Select(static o => o.Mask.Label).DefaultIfEmpty().Max();
            others.Add(($"annotation id {id} on {picture.Name}", mask with { Label = label }));
        }
    }

    private ParticleMask? Mask(JsonElement annotation, PictureSource picture, string where)
    {
        if (!annotation.TryGetProperty("segmentation", out JsonElement segmentation))
        {
            Report(where, "it has no segmentation, only a box perhaps", "Outline the particle by a polygon or a mask");
            return null;
        }

        int before = _problems.Count;
        ParticleMask? mask = segmentation.ValueKind switch
        {
            JsonValueKind.Array => PolygonMask(segmentation, picture, where),
            JsonValueKind.Object => RunMask(segmentation, picture, where),
            _ => null,
        };
        if (_problems.Count > before) return null;
        if (mask is null || mask.Area < LabelFile.SmallestArea)
        {
            Report(where, mask is null ? "it is empty" : $"it has only {mask.Area} pixels", "Delete it, or draw it again: a slip of the pen looks like this");
            return null;
        }

        return mask;
    }

    private ParticleMask? PolygonMask(JsonElement segmentation, PictureSource picture, string where)
    {
        List<CornerPoint[]> polygons = [];
        foreach (JsonElement polygon in segmentation.EnumerateArray())
        {
            double[] numbers = polygon.ValueKind == JsonValueKind.Array && polygon.EnumerateArray().All(static n => n.ValueKind == JsonValueKind.Number)
                ? [.. polygon.EnumerateArray().Select(static n => n.GetDouble())] : [];
            if (numbers.Length < 6 || numbers.Length % 2 != 0)
            {
                Report(where, $"a polygon has {numbers.Length} numbers; it needs pairs of x and y, three or more", "Draw it again");
                return null;
            }

            CornerPoint[] corners = [.. Enumerable.Range(0, numbers.Length / 2).Select(i => new CornerPoint(numbers[2 * i], numbers[2 * i + 1]))];
            if (corners.Any(static c => !double.IsFinite(c.X) || !double.IsFinite(c.Y)))
            {
                Report(where, "a corner is no number", "Draw it again");
                return null;
            }

            if (corners.Any(c => c.X < -EdgeSlack || c.Y < -EdgeSlack || c.X > picture.WidthPx + EdgeSlack || c.Y > picture.HeightPx + EdgeSlack))
            {
                CornerPoint far = corners.MaxBy(c => Math.Max(Math.Max(-c.X, c.X - picture.WidthPx), Math.Max(-c.Y, c.Y - picture.HeightPx)));
                Report(where, string.Create(CultureInfo.InvariantCulture, $"a corner at ({far.X:0.#}, {far.Y:0.#}) lies outside the picture of {picture.WidthPx} × {picture.HeightPx} pixels"), "Draw it inside; were the pictures resized?");
                return null;
            }

            polygons.Add(corners);
        }

        return PolygonFill.ToMask(1, polygons, picture.WidthPx, picture.HeightPx);
    }

    private ParticleMask? RunMask(JsonElement segmentation, PictureSource picture, string where)
    {
        int[] size = IsArray(segmentation, "size")
            ? [.. segmentation.GetProperty("size").EnumerateArray().Select(static n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out int value) ? value : -1)] : [];
        if (size is not [int height, int width] || !segmentation.TryGetProperty("counts", out JsonElement counts))
        {
            Report(where, "its run-length mask lacks 'size' or 'counts'", "Export the file again");
            return null;
        }

        if (height != picture.HeightPx || width != picture.WidthPx)
        {
            Report(where, $"its mask is of {width} × {height} pixels, the picture of {picture.WidthPx} × {picture.HeightPx}", "Annotate the picture as it was exported, neither resized nor cropped");
            return null;
        }

        try
        {
            IReadOnlyList<int> runs = counts.ValueKind switch
            {
                JsonValueKind.String => RunLengthMask.Unpack(counts.GetString()!),
                JsonValueKind.Array => [.. counts.EnumerateArray().Select(static n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out int run) ? run : throw new FormatException("a run is no whole number"))],
                _ => throw new FormatException("'counts' is neither text nor numbers"),
            };
            return RunLengthMask.Decode(1, runs, width, height);
        }
        catch (FormatException error)
        {
            Report(where, $"its run-length mask is damaged: {error.Message}", "Export the file again");
            return null;
        }
    }

    private void Report(string where, string what, string remedy) => _problems.Add(new AnnotationProblem($"{_file}, {where}", what, remedy));

    private static bool IsArray(JsonElement element, string key) => element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Array;

    private static long? Whole(JsonElement element, string key)
        => element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (long)number : null;

    private static string? Text(JsonElement element, string key) => element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
