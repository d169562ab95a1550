using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>Finds line protocols by name: in a lab's own folder first, then among those that ship with the program.</summary>
public static class ProtocolLibrary
{
    private const string FileName = "protocol.yaml";

    /// <summary>The folder that ships with the program.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "firmware-protocols");

    /// <summary>Names of the protocols in the shipped folder and in others.</summary>
    public static IReadOnlyList<string> Names(params IEnumerable<string> folders)
        => [.. folders.Append(Shipped).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, FileName))).Select(folder => Path.GetFileName(folder)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Reads a protocol.</summary>
    /// <param name="name">Name of its folder.</param>
    /// <param name="folders">Folders that are looked in before the shipped one.</param>
    /// <exception cref="InputException">There is none of that name, or its file is wrong.</exception>
    public static ProtocolDefinition Load(string name, params IEnumerable<string> folders)
    {
        IReadOnlyList<string> known = Names(folders);
        string? file = folders.Append(Shipped).Select(folder => Path.Combine(folder, name, FileName)).FirstOrDefault(File.Exists);
        if (file is null || !known.Contains(name))
        {
            throw new InputException($"there is no protocol '{name}'", "protocol",
                NearestKey.Of(name, known) is { } near ? $"Did you mean '{near}'" : $"Use one of {string.Join(", ", known)}, or add a folder with a {FileName}");
        }

        ProtocolDefinition definition = ProtocolDefinition.Load(file);
        return definition.Name == name ? definition : throw new InputException($"it is named '{definition.Name}' and lies in the folder '{name}'", file, $"Write name: {name}, or rename the folder");
    }
}
