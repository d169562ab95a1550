using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification;

/// <summary>Measured cells from files: a galvanostatic test with its YAML, and the morphology that the YAML names.</summary>
public static class FitCellFiles
{
    private static readonly string[] Endings = [".csv", ".bdf", ".txt", ".tsv", ".mpt", ".mpr"];

    /// <summary>Loads cells.</summary>
    /// <param name="paths">Files of tests, or folders whose tests (those with a YAML beside) are all taken.</param>
    /// <param name="classes">Size classes of a measured morphology.</param>
    /// <param name="shapes">The shape model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A file is missing or wrong, a folder holds no test, or a cell has neither a morphology nor a diameter.</exception>
    public static IReadOnlyList<FitCell> Load(
        IReadOnlyList<string> paths, int classes = CellSample.DefaultClasses, ShapeOptions? shapes = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var cells = new List<FitCell>();
        foreach (string path in paths.SelectMany(Expand))
        {
            var test = GalvanostaticTest.Load(path, cancellationToken: cancellationToken);
            cells.Add(FitCell.From(test, SampleOf(test, path, classes, shapes)));
        }

        return cells;
    }

    /// <summary>The powder of a test by its YAML.</summary>
    /// <param name="test">The test.</param>
    /// <param name="path">Its file.</param>
    /// <param name="classes">Size classes of a measured morphology.</param>
    /// <param name="shapes">The shape model; prolate and lying flat if null.</param>
    /// <exception cref="InputException">The YAML names neither a morphology nor a diameter.</exception>
    public static CellSample SampleOf(GalvanostaticTest test, string path, int classes = CellSample.DefaultClasses, ShapeOptions? shapes = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        var details = test.Details;
        string yaml = CellTestDetails.PathFor(path);
        double loading = details.MassG / 1000 / (details.AreaCm2 * 1e-4);
        if (details.Morphology is { } name)
            return CellSample.FromMorphology(ReadMorphology(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(yaml))!, name)), test.Name, classes, shapes) with { LoadingKgM2 = loading };
        if (!double.IsFinite(details.DiameterNm))
            throw new InputException("the powder of the cell is not described", yaml, "Add morphology: PATH of a morphology.json, or diameter_nm with aspect_ratio and fractal_dimension");
        return CellSample.FromMeans(test.Name, details.DiameterNm, details.AspectRatio, details.FractalDimension, shapes) with { LoadingKgM2 = loading };
    }

    /// <summary>Reads a morphology.json.</summary>
    /// <exception cref="InputException">It is missing or is none.</exception>
    internal static Morphology ReadMorphology(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<Morphology>(stream, DomainJson.File) ?? throw new JsonException("the file is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException("the morphology cannot be read", path, "Give the path of a morphology.json, relative to the file that names it", e);
        }
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path)) return [path];
        string[] found = [.. Directory.EnumerateFiles(path).Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant()) && File.Exists(CellTestDetails.PathFor(f))).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new InputException("the folder holds no cell test", path, "Put tests such as cell-1.csv with cell-1.yaml beside into it");
    }
}
