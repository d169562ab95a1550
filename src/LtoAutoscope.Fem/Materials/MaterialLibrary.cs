using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Fem.Materials;

/// <summary>The materials of a folder, one YAML file each. Nothing is kept between calls: a file that is changed counts from the next call on.</summary>
/// <param name="folder">The folder, such as config/materials.</param>
public sealed class MaterialLibrary(string folder)
{
    private const string Ending = ".yaml";

    /// <summary>The names that samples may give, in order.</summary>
    public IReadOnlyList<string> Names
        => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + Ending).Select(path => Path.GetFileNameWithoutExtension(path)).Where(SampleName.IsValid).Order(StringComparer.Ordinal)] : [];

    /// <summary>Whether there is a material of this name. A name that is no plain file name is never there.</summary>
    public bool Has(string name) => SampleName.IsValid(name) && File.Exists(PathOf(name));

    /// <summary>Reads a material by its name.</summary>
    /// <exception cref="InputException">There is none, and the message names those that there are; or its file is wrong.</exception>
    public Material Load(string name)
    {
        if (Has(name)) return MaterialFile.Load(PathOf(name));
        throw new InputException($"there is no material '{name}'", "material", $"Choose one of {string.Join(", ", Names)}, or add a file to {folder}");
    }

    /// <summary>Reads a material by its name or by the path of its file, as commands take it.</summary>
    /// <exception cref="InputException">There is none, or its file is wrong.</exception>
    public Material Find(string nameOrPath) => !Has(nameOrPath) && File.Exists(nameOrPath) ? MaterialFile.Load(nameOrPath) : Load(nameOrPath);

    private string PathOf(string name) => Path.Combine(folder, name + Ending);
}
