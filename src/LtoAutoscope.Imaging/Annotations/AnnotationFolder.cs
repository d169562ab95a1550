using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>
/// A folder of pictures and outlines that people correct in a program of their choice: <c>images/NAME.png</c>, <c>labels/NAME.png</c>,
/// <c>annotations.json</c> (COCO), <c>manifest.csv</c>, <c>export.json</c> (what was written, to tell what has been changed), <c>README.txt</c>.
/// </summary>
public static class AnnotationFolder
{
    /// <summary>Name of the COCO file.</summary>
    public const string CocoName = "annotations.json";

    internal const string ExportName = "export.json";

    /// <summary>Writes a folder, one picture at a time.</summary>
    /// <param name="folder">Made when it is not there; must be empty.</param>
    /// <param name="pictures">Picture (8 bit, with its data bar) and outlines.</param>
    /// <param name="madeAt">Now.</param>
    /// <param name="progress">Told after each picture; may be null.</param>
    /// <param name="cancellationToken">Ends between two pictures.</param>
    /// <returns>Pictures and particles written.</returns>
    /// <exception cref="InputException">The folder has something in it, there is no picture, two share a name, or one has more than 65,535 particles.</exception>
    public static async Task<(int Pictures, int Particles)> WriteAsync(
        string folder, IAsyncEnumerable<(GreyImage Image, AnnotatedPicture Picture)> pictures, DateTimeOffset madeAt, IProgress<(int Done, string Name)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        RequireEmpty(folder);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        List<PictureSource> sources = [];
        int particles = 0;
        using var coco = new CocoWriter();
        await foreach ((GreyImage image, AnnotatedPicture picture) in pictures.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            string name = picture.Source.Name;
            if (sources.Any(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase))) throw new InputException($"two pictures are called '{name}'", folder, "Rename one of them");
            if (picture.Labels.Maximum > ushort.MaxValue) throw new InputException("more than 65,535 particles do not fit into a 16-bit label map", name, "Cut the picture into parts");
            await AtomicFile.WriteAsync(Path.Combine(folder, "images", name + ".png"), Png(stream => PngImage.Write(image, stream)), cancellationToken).ConfigureAwait(false);
            byte[] labels = Png(stream => PngImage.WriteLabels(picture.Labels, stream));
            await AtomicFile.WriteAsync(Path.Combine(folder, "labels", name + ".png"), labels, cancellationToken).ConfigureAwait(false);
            hashes[$"labels/{name}.png"] = Convert.ToHexStringLower(SHA256.HashData(labels));
            coco.Add(picture);
            sources.Add(picture.Source);
            particles += picture.ParticleCount;
            progress?.Report((sources.Count, name));
        }

        if (sources.Count == 0) throw new InputException("there is no picture to export", folder, "Name a run with accepted frames, or images");
        byte[] document = coco.Finish("LtoAutoscope: present outlines, to be corrected", madeAt);
        hashes[CocoName] = Convert.ToHexStringLower(SHA256.HashData(document));
        await AtomicFile.WriteAsync(Path.Combine(folder, CocoName), document, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, PictureManifest.FileName), PictureManifest.Write(sources), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, "README.txt"), AnnotationReadme.Text, cancellationToken).ConfigureAwait(false);
        // Last: a folder with this file is whole.
        await AtomicFile.WriteAsync(Path.Combine(folder, ExportName), JsonSerializer.SerializeToUtf8Bytes(new AnnotationExport(madeAt, hashes), DomainJson.File), cancellationToken).ConfigureAwait(false);
        return (sources.Count, particles);
    }

    internal static byte[] Png(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    /// <summary>Reads a folder back and checks every annotation of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">Which of the two forms of the outlines counts; <see cref="OutlineSource.Changed"/> takes the one that was changed.</param>
    /// <param name="coco">A COCO file elsewhere, or null for the folder's own.</param>
    /// <param name="cancellationToken">Ends between two pictures.</param>
    /// <exception cref="InputException">The folder holds no pictures, or cannot be read at all.</exception>
    public static CheckedAnnotations Read(string folder, OutlineSource source, string? coco, CancellationToken cancellationToken)
    {
        string images = Path.Combine(folder, "images");
        if (!Directory.Exists(images)) throw new InputException("there is no folder images/ in it", folder, "Give a folder that `dataset export` wrote, or lay it out like one: images/NAME.png, labels/NAME.png");
        List<AnnotationProblem> problems = [];
        IReadOnlyList<PictureSource> pictures = Pictures(folder, images, problems);
        OutlineSource used = coco is not null ? OutlineSource.Coco : source == OutlineSource.Changed ? WhatChanged(folder, problems) : source;
        IReadOnlyDictionary<string, LabelImage> fromCoco = used == OutlineSource.Coco ? CocoReader.Read(coco ?? Path.Combine(folder, CocoName), pictures, problems) : new Dictionary<string, LabelImage>();
        List<AnnotatedPicture> read = [];
        foreach (PictureSource picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LabelImage? labels = used == OutlineSource.Coco ? fromCoco.GetValueOrDefault(picture.Name) : ReadLabels(folder, picture, problems);
            if (labels is null && used == OutlineSource.Coco)
                problems.Add(new AnnotationProblem(picture.Name, "the COCO file does not speak of this picture", "It is left out; annotate it, or take it out of images/", IsWarning: true));
            if (labels is null) continue;
            problems.AddRange(LabelFile.Problems(labels, picture.PictureHeightPx, used == OutlineSource.Coco ? picture.Name : $"labels/{picture.Name}"));
            if (labels.Maximum == 0)
                problems.Add(new AnnotationProblem(picture.Name, "there is not one particle on it", "It is left out; outline its particles, or take it out of images/", IsWarning: true));
            else read.Add(new AnnotatedPicture(picture, labels));
        }

        if (used == OutlineSource.Labels && Directory.Exists(Path.Combine(folder, "labels")))
        {
            foreach (string stray in Directory.EnumerateFiles(Path.Combine(folder, "labels")).Where(path => pictures.All(p => p.Name != Path.GetFileNameWithoutExtension(path))).Order(StringComparer.Ordinal))
                problems.Add(new AnnotationProblem($"labels/{Path.GetFileName(stray)}", "there is no picture of this name in images/", "Rename it to the picture's name, or take it out"));
        }

        if (read.Count == 0 && problems.All(static p => p.IsWarning))
            problems.Add(new AnnotationProblem(folder, "no picture with outlines is left", "Outline the particles of at least one picture"));
        return new CheckedAnnotations(folder, used, read, problems);
    }

    private static IReadOnlyList<PictureSource> Pictures(string folder, string images, List<AnnotationProblem> problems)
    {
        string manifest = Path.Combine(folder, PictureManifest.FileName);
        IReadOnlyList<PictureSource> rows = File.Exists(manifest) ? PictureManifest.Read(manifest) : [];
        List<PictureSource> pictures = [];
        foreach (string path in Directory.EnumerateFiles(images).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path), where = $"images/{Path.GetFileName(path)}";
            if (!string.Equals(Path.GetExtension(path), ".png", StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(new AnnotationProblem(where, "it is no PNG", "Export pictures of other kinds with `dataset export` first, which makes PNG of them"));
                continue;
            }

            if (!PictureName.IsValid(name))
            {
                problems.Add(new AnnotationProblem(where, "its name has other characters than letters, digits, dot, dash and underscore", "Rename the picture and its label map"));
                continue;
            }

            GreyImage image;
            try
            {
                image = ImageReader.Read(path).Image;
            }
            catch (InputException error)
            {
                problems.Add(new AnnotationProblem(where, error.What, error.Remedy));
                continue;
            }

            PictureSource? row = rows.FirstOrDefault(r => r.Name == name);
            if (row is not null && (row.WidthPx, row.HeightPx) != (image.Width, image.Height))
                problems.Add(new AnnotationProblem(where, $"it has {image.Width} × {image.Height} pixels and was exported with {row.WidthPx} × {row.HeightPx}", "Put the exported picture back; draw in its label map only"));
            else if (row is { } told && told.PictureHeightPx is var height && (height < 1 || height > image.Height))
                problems.Add(new AnnotationProblem($"{PictureManifest.FileName}, {name}", $"picture_height_px is {height}, and the picture has {image.Height} rows", "Give the row at which the data bar begins, or the whole height"));
            else
                pictures.Add(row ?? new PictureSource { Name = name, WidthPx = image.Width, HeightPx = image.Height, PictureHeightPx = Segmentation.DataBar.Picture(image).Height, FrameId = Path.GetFileName(path) });
        }

        if (pictures.Count == 0 && problems.Count == 0) throw new InputException("there is no PNG in images/", folder, "Give a folder that `dataset export` wrote");
        return pictures;
    }

    private static LabelImage? ReadLabels(string folder, PictureSource picture, List<AnnotationProblem> problems)
    {
        string stem = Path.Combine(folder, "labels", picture.Name);
        string? path = ((string[])[".png", ".tif", ".tiff"]).Select(extension => stem + extension).FirstOrDefault(File.Exists);
        if (path is null)
        {
            problems.Add(new AnnotationProblem($"labels/{picture.Name}.png", "the label map is missing", "Draw it, or take the picture out of images/ as well"));
            return null;
        }

        try
        {
            LabelImage labels = LabelFile.Read(path);
            if ((labels.Width, labels.Height) == (picture.WidthPx, picture.HeightPx)) return labels;
            problems.Add(new AnnotationProblem($"labels/{Path.GetFileName(path)}", $"it has {labels.Width} × {labels.Height} pixels, the picture {picture.WidthPx} × {picture.HeightPx}", "Draw on the picture as it was exported, neither resized nor cropped"));
        }
        catch (InputException error)
        {
            problems.Add(new AnnotationProblem($"labels/{Path.GetFileName(path)}", error.What, error.Remedy));
        }

        return null;
    }

    /// <summary>The form that was changed since the export; both changed is a question that only a person can answer.</summary>
    private static OutlineSource WhatChanged(string folder, List<AnnotationProblem> problems)
    {
        string record = Path.Combine(folder, ExportName);
        bool hasCoco = File.Exists(Path.Combine(folder, CocoName)), hasLabels = Directory.Exists(Path.Combine(folder, "labels"));
        if (!File.Exists(record)) return hasLabels || !hasCoco ? OutlineSource.Labels : OutlineSource.Coco;
        AnnotationExport? export;
        try
        {
            export = JsonSerializer.Deserialize<AnnotationExport>(File.ReadAllBytes(record), DomainJson.File);
        }
        catch (JsonException error)
        {
            throw new InputException("the record of the export is damaged", record, "Delete it and say `--from labels` or `--from coco`", error);
        }

        List<string> changed = [.. (export?.Sha256 ?? []).Where(entry => File.Exists(Path.Combine(folder, entry.Key)) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, entry.Key)))) != entry.Value).Select(static entry => entry.Key)];
        bool coco = changed.Contains(CocoName), labels = changed.Any(static name => name != CocoName);
        if (coco && labels) throw new InputException($"both {CocoName} and {changed.First(static name => name != CocoName)} were changed since the export", folder, "Say which counts: `--from labels` or `--from coco`");
        if (!coco && !labels)
            problems.Add(new AnnotationProblem(folder, "nothing was changed since the export, so the outlines are the program's own", "Correct them first, unless they are right as they are", IsWarning: true));
        return coco ? OutlineSource.Coco : OutlineSource.Labels;
    }

    private static void RequireEmpty(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InputException("the folder is not empty, and corrections in it would be lost", folder, "Give a new folder with --out");
    }
}
