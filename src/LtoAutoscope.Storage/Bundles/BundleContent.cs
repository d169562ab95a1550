using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Bundles;

/// <summary>Which files a run bundle holds, what each is, and how it is packed.</summary>
internal static class BundleContent
{
    /// <summary>Folder of what is registered of the sample outside the run folder.</summary>
    internal const string Register = "register/";

    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".tif"] = "image/tiff", [".jpg"] = "image/jpeg", [".png"] = "image/png", [".svg"] = "image/svg+xml", [".csv"] = "text/csv", [".parquet"] = "application/vnd.apache.parquet", [".json"] = "application/json",
        [".jsonld"] = "application/ld+json", [".ndjson"] = "application/x-ndjson", [".html"] = "text/html", [".txt"] = "text/plain", [".vti"] = "application/xml", [".pvd"] = "application/xml", [".gz"] = "application/gzip", [".yaml"] = "application/yaml",
    };

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["run.json"] = "What the run was made with: sample, recipe, instrument, software, hash of the segmentation network", ["journal.ndjson"] = "What happened, one event a line, each with a checksum",
        ["decisions.ndjson"] = "What people decided about particles", ["particles.csv"] = "One row a particle; the units stand in the names of the columns", ["particles.parquet"] = "The same as a Parquet table; units in its metadata",
        ["particles.csv-metadata.json"] = "Columns, types and units of particles.csv by W3C CSV on the Web", ["morphology.json"] = "Distributions of size and shape with uncertainty budgets", ["fem/result.json"] = "Result of the cell model",
        ["fem/voltage.csv"] = "First cycle of the cell model", ["prediction.json"] = "Prediction of the regression", ["report.html"] = "The sample report; stands alone", ["report.json"] = "The sample report for programs, with units",
        ["mosaic.tif"] = "The stitched frames", ["mosaic.json"] = "Where each frame lies on the stitched picture", ["SHA256SUMS"] = "Hashes that the run itself wrote at its end", [RunBundle.ReadMe] = "What this is and how to open it",
        [RunBundle.Manifest] = "SHA-256 of every other file, as sha256sum -c reads it",
    };

    /// <summary>The files of a run, in the order in which they are packed.</summary>
    internal static IReadOnlyList<BundleEntry> Of(RunFolder folder, BundleOptions options)
    {
        List<BundleEntry> entries = [.. Directory.EnumerateFiles(folder.FolderPath, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(path => new BundleEntry(Path.GetRelativePath(folder.FolderPath, path).Replace('\\', '/'), path)).Where(entry => IsKept(entry.Name, options))];
        string? runs = Path.GetDirectoryName(folder.FolderPath), root = Path.GetDirectoryName(runs);
        if (root is not null && Path.GetFileName(runs) == "runs")
        {
            // The record, and what is kept of the sample beside it, such as diffraction patterns.
            string sample = folder.Record.Sample.Name, file = Path.Combine(root, "samples", sample + ".json");
            if (File.Exists(file)) entries.Add(new BundleEntry($"{Register}samples/{sample}.json", file));
            entries.AddRange(Below(Path.Combine(root, "samples"), sample, $"{Register}samples/"));
        }

        return [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>The files of a measured cell: the record, whatever lies beside it under the same name but for the ending, and its imports with the cycler's files. Names of cells may hold dots.</summary>
    internal static IEnumerable<BundleEntry> OfCell(DataFolder data, string cell)
        => Directory.EnumerateFiles(data.Cells, cell + ".*").Where(path => IsWhole(path) && Path.GetFileNameWithoutExtension(path) == cell)
            .Select(path => new BundleEntry($"{Register}cells/{Path.GetFileName(path)}", path)).Concat(Below(data.Cells, cell, $"{Register}cells/")).OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>All files of a folder that bears a name.</summary>
    private static IEnumerable<BundleEntry> Below(string parent, string name, string prefix)
    {
        string folder = Path.Combine(parent, name);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Where(IsWhole)
                .Select(path => new BundleEntry(prefix + Path.GetRelativePath(parent, path).Replace('\\', '/'), path))
            : [];
    }

    private static bool IsWhole(string path) => !path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    internal static string MediaType(string name) => MediaTypes.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");

    /// <summary>What a file is, in words.</summary>
    internal static string Describe(string name) => Words.TryGetValue(name, out string? words) ? words : name switch
    {
        _ when name.StartsWith("frames/", StringComparison.Ordinal) => name.EndsWith("_overlay.png", StringComparison.Ordinal) ? "A frame with the outlines of its particles" : name.EndsWith(".jpg", StringComparison.Ordinal) ? "Preview of a frame" : "A frame as taken, with its metadata (OME-XML)",
        _ when name.StartsWith("analysis/", StringComparison.Ordinal) => "What was seen on a frame: particles with outlines",
        _ when name.StartsWith("fem/view/", StringComparison.Ordinal) => "Fields of the cell model for the viewer",
        _ when name.StartsWith("fem/", StringComparison.Ordinal) => "A part of the cell model's result",
        _ when name.StartsWith(Register + "cells/", StringComparison.Ordinal) => "A measured cell of the sample",
        _ when name.StartsWith(Register + "samples/", StringComparison.Ordinal) => name.Contains("/xrd/", StringComparison.Ordinal) ? "A diffraction pattern of the sample, or what is told of it" : "The sample as it was registered when the bundle was made",
        _ => "A file of the run",
    };

    /// <summary>Whether packing is worth its time: pictures of the instrument and what is packed already are stored as they are.</summary>
    internal static bool IsPacked(string name) => Path.GetExtension(name).ToLowerInvariant() is not (".tif" or ".jpg" or ".png" or ".gz" or ".parquet");

    private static bool IsKept(string name, BundleOptions options)
        => !name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal) && !name.StartsWith("fem/state/", StringComparison.Ordinal) && name != ParticleColumnsFile.FileName
            && (options.Frames || !name.EndsWith(".tif", StringComparison.Ordinal)) && (options.Fields || !(name.StartsWith("fem/fields/", StringComparison.Ordinal) || name.StartsWith("fem/view/", StringComparison.Ordinal)))
            && !RunBundle.Own.Contains(name);
}
