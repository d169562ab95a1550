using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Verification;

/// <summary>Checks a whole data folder: every run, every journal beside the runs, and the measured cells with their files. It changes nothing, and works beside a daemon.</summary>
public static class DataVerifier
{
    /// <summary>Checks.</summary>
    /// <param name="data">The data folder; no lock is needed.</param>
    /// <param name="progress">Share of the runs that are checked, 0…1, and the run under way; or null.</param>
    /// <param name="cancellationToken">Ends between two files.</param>
    public static async Task<DataVerifyReport> VerifyAsync(DataFolder data, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        List<VerifyProblem> problems = [];
        int journals = 0;
        foreach (string path in Directory.EnumerateDirectories(data.Root).Where(folder => folder != data.Runs).Order(StringComparer.Ordinal)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.ndjson", SearchOption.AllDirectories)).Where(path => !path.Contains($"{Path.DirectorySeparatorChar}replaced{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            journals++;
            // The trail of who did what is a chain of its own kind.
            if (path == Path.Combine(data.Audit, AuditTrail.FileName)) await CheckTrailAsync(path, problems, cancellationToken).ConfigureAwait(false);
            else await CheckJournalAsync(path, problems, cancellationToken).ConfigureAwait(false);
        }

        await CellVerifier.CheckAsync(data, problems, cancellationToken).ConfigureAwait(false);
        List<VerifyReport> runs = [];
        string[] folders = [.. Directory.EnumerateDirectories(data.Runs).Order(StringComparer.Ordinal)];
        foreach (string folder in folders)
        {
            progress?.Report(((double)runs.Count / folders.Length, Path.GetFileName(folder)));
            // A folder without its record is what a process left that died before the run began.
            if (!File.Exists(Path.Combine(folder, RunFolder.RecordName)) && !File.Exists(Path.Combine(folder, RunFolder.JournalName)))
                problems.Add(new VerifyProblem("the folder holds no run: the process died before it began", folder, "None needed: it counts nowhere", IsHarmless: true));
            else runs.Add(await RunVerifier.VerifyAsync(folder, cancellationToken).ConfigureAwait(false));
        }

        return new DataVerifyReport(data.Root, journals, problems, runs);
    }

    private static async Task CheckTrailAsync(string path, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        AuditVerification found = await AuditVerification.OfAsync(path, cancellationToken).ConfigureAwait(false);
        if (found.Problem is { } problem) problems.Add(new VerifyProblem($"the trail is broken: {problem}", path, "Restore the file from a backup, and find out who changed it"));
        else if (found.IsTorn) problems.Add(new VerifyProblem("the last line is unfinished", path, "None needed: the next start cuts it off", IsHarmless: true));
    }

    private static async Task CheckJournalAsync(string path, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            JournalContent content = await JournalReader.ReadContentAsync(path, cancellationToken).ConfigureAwait(false);
            if (new FileInfo(path).Length is var length && length > content.IntactLength)
                problems.Add(new VerifyProblem($"the last {length - content.IntactLength} bytes are an unfinished line", path, "None needed: it is cut off, and kept beside, when the journal is next opened", IsHarmless: true));
        }
        catch (InputException error)
        {
            problems.Add(new VerifyProblem(error.What, error.Where, error.Remedy));
        }
    }
}
