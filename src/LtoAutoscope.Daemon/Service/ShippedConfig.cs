using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Service;

/// <summary>
/// Brings shipped configuration into the folder that a laboratory edits. What was never edited is renewed; what was edited stays, and the new form comes beside it as
/// <c>NAME.new</c>; what was deleted stays away. <c>.shipped</c> remembers the hashes of what was shipped last.
/// </summary>
internal static class ShippedConfig
{
    private const string MemoryName = ".shipped";
    private const string Separator = "  ";

    /// <summary>Brings the files.</summary>
    /// <param name="source">The shipped folder.</param>
    /// <param name="target">The laboratory's.</param>
    /// <param name="cancellationToken">Ends between two files.</param>
    /// <returns>The files that came as <c>NAME.new</c>, relative to the folder.</returns>
    public static async Task<IReadOnlyList<string>> BringAsync(string source, string target, CancellationToken cancellationToken)
    {
        string memoryPath = Path.Combine(target, MemoryName);
        Dictionary<string, string> before = File.Exists(memoryPath)
            ? (await File.ReadAllLinesAsync(memoryPath, cancellationToken).ConfigureAwait(false)).Select(line => line.Split(Separator, 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[1], parts => parts[0])
            : [];
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        List<string> beside = [];
        foreach (string path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(source, path).Replace('\\', '/'), place = Path.Combine(target, relative);
            string shipped = now[relative] = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false);
            string? shippedBefore = before.GetValueOrDefault(relative);
            string? present = File.Exists(place) ? await FileHash.Sha256Async(place, cancellationToken).ConfigureAwait(false) : null;
            bool wasDeleted = present is null && shippedBefore is not null, isUntouched = present is null || present == shippedBefore;
            if (wasDeleted || present == shipped || !isUntouched && shipped == shippedBefore) continue;
            if (!isUntouched) beside.Add(relative);
            byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            await AtomicFile.WriteAsync(isUntouched ? place : place + ".new", bytes, cancellationToken).ConfigureAwait(false);
        }

        await AtomicFile.WriteTextAsync(memoryPath, string.Concat(now.Select(pair => $"{pair.Value}{Separator}{pair.Key}\n")), cancellationToken).ConfigureAwait(false);
        return beside;
    }
}
