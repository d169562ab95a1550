using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Storage.Verification;

/// <summary>Checks the measured cells and the diffraction patterns of a data folder: every record readable, every cycler's file and pattern as it was given.</summary>
internal static class CellVerifier
{
    internal static async Task CheckAsync(DataFolder data, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        await CheckPatternsAsync(data, problems, cancellationToken).ConfigureAwait(false);
        if (!Directory.Exists(data.Cells)) return;
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(data.Cells, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                CellTest test = await JsonFile.ReadAsync<CellTest>(path, cancellationToken).ConfigureAwait(false);
                versions[Path.GetFileNameWithoutExtension(path)] = test.Version;
                if (test.Version > 0 && !File.Exists(Path.Combine(new CellImportStore(data).FolderOf(test.CellName, test.Version), CellImportStore.DetailsName)))
                    problems.Add(new VerifyProblem($"the cell's import {test.Version} is missing", path, "Restore the folder cells from a backup"));
            }
            catch (InputException error)
            {
                problems.Add(new VerifyProblem(error.What, error.Where, error.Remedy));
            }
        }

        foreach (string folder in Directory.EnumerateDirectories(data.Cells).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal))
            await CheckImportAsync(folder, versions.GetValueOrDefault(Path.GetFileName(Path.GetDirectoryName(folder)!)), problems, cancellationToken).ConfigureAwait(false);
    }

    private static async Task CheckImportAsync(string folder, int current, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, CellImportStore.DetailsName);
        if (!File.Exists(path))
        {
            bool isLeft = Path.GetFileName(folder) != FormattableString.Invariant($"v{current}");
            problems.Add(new VerifyProblem("an import that was not finished", folder, isLeft ? "None needed: it counts nowhere" : "Restore the folder from a backup", isLeft));
            return;
        }

        try
        {
            CellImportDetails details = await JsonFile.ReadAsync<CellImportDetails>(path, cancellationToken).ConfigureAwait(false);
            await SameAsync(Path.Combine(folder, Path.GetFileName(details.KeptAs)), details.SourceSha256, problems, cancellationToken).ConfigureAwait(false);
            await SameAsync(Path.Combine(folder, CellImportStore.CurvesName), details.CurvesSha256, problems, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            problems.Add(new VerifyProblem(error.What, error.Where, error.Remedy));
        }
    }

    private static async Task CheckPatternsAsync(DataFolder data, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(data.Samples)) return;
        foreach (string path in Directory.EnumerateDirectories(data.Samples).Select(folder => Path.Combine(folder, XrdPatternStore.FolderName)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Order(StringComparer.Ordinal))
        {
            try
            {
                XrdPatternRecord record = await JsonFile.ReadAsync<XrdPatternRecord>(path, cancellationToken).ConfigureAwait(false);
                await SameAsync(Path.ChangeExtension(path, XrdPatternStore.Ending), record.Sha256, problems, cancellationToken).ConfigureAwait(false);
            }
            catch (InputException error)
            {
                problems.Add(new VerifyProblem(error.What, error.Where, error.Remedy));
            }
        }
    }

    private static async Task SameAsync(string file, string sha256, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) problems.Add(new VerifyProblem("the file is missing", file, "Restore it from a backup"));
        else if (await FileHash.Sha256Async(file, cancellationToken).ConfigureAwait(false) != sha256) problems.Add(new VerifyProblem("the file is not the one that was imported: its SHA-256 differs", file, "Restore it from a backup"));
    }
}
