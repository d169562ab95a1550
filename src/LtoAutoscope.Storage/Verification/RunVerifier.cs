using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Verification;

/// <summary>
/// Checks a run folder end to end: record, journal, the hash of every frame, result and other file, that no frame counts twice, and that what can be counted again comes out the same.
/// It changes nothing.
/// </summary>
public static class RunVerifier
{
    /// <summary>Checks the folder of a run.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static async Task<VerifyReport> VerifyAsync(string runFolder, CancellationToken cancellationToken)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(runFolder));
        if (!Directory.Exists(path)) throw new InputException("there is no such folder", path, "Give the folder of a run, DATA/runs/RUN-ID");
        List<VerifyProblem> problems = [];
        string? runId = await CheckRecordAsync(path, problems, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RunEvent>? events = await ReadJournalAsync(path, problems, cancellationToken).ConfigureAwait(false);
        // Without a journal nothing says what the files should be.
        if (events is null) return new VerifyReport(path, runId, 0, 0, 0, 0, problems);

        var story = new VerifiedStory(path, events, problems);
        int frames = await story.CheckFramesAsync(cancellationToken).ConfigureAwait(false);
        await story.CheckAnalysesAsync(cancellationToken).ConfigureAwait(false);
        int files = await story.CheckResultsAsync(cancellationToken).ConfigureAwait(false);
        files += await story.CheckChecksumsAsync(cancellationToken).ConfigureAwait(false);
        story.CheckPictures();
        story.CheckLeftovers();
        return new VerifyReport(path, runId, events.Count, frames, story.AcceptedCount, files, problems);
    }

    private static async Task<string?> CheckRecordAsync(string path, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            RunFolder folder = await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            if (folder.RunId != Path.GetFileName(path))
                problems.Add(new VerifyProblem($"run.json is of run '{folder.RunId}'", folder.RecordPath, "Name the folder as the run, or restore the right file"));
            return folder.RunId;
        }
        catch (InputException error)
        {
            problems.Add(new VerifyProblem(error.What, error.Where, error.Remedy));
            return null;
        }
    }

    private static async Task<IReadOnlyList<RunEvent>?> ReadJournalAsync(string path, List<VerifyProblem> problems, CancellationToken cancellationToken)
    {
        string journal = Path.Combine(path, RunFolder.JournalName);
        try
        {
            JournalContent content = await JournalReader.ReadContentAsync(journal, cancellationToken).ConfigureAwait(false);
            long length = new FileInfo(journal).Length;
            if (length > content.IntactLength)
                problems.Add(new VerifyProblem($"the last {length - content.IntactLength} bytes are an unfinished line", $"{journal}, line {content.Events.Count + 1}",
                    "None needed: it is cut off, and kept beside, when the run goes on", IsHarmless: true));
            return content.Events;
        }
        catch (InputException error)
        {
            problems.Add(new VerifyProblem(error.What, error.Where, error.Remedy));
            return null;
        }
    }
}
