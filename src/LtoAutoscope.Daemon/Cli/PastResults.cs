using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>Keeps results that are there from being replaced by those of another network without a word.</summary>
internal static class PastResults
{
    private const string MorphologyName = "morphology.json";

    /// <summary>Refuses to write into a run's folder, and over the results of another network.</summary>
    /// <param name="folder">Where results are to be written.</param>
    /// <param name="modelSha256">Hash of the network that will make them.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InputException">The folder holds such results.</exception>
    public static async Task RequireNoneOfAnotherModelAsync(string folder, string modelSha256, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(folder);
        for (string? above = full; above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(Path.Combine(above, RunFolder.RecordName)) && File.Exists(Path.Combine(above, RunFolder.JournalName)))
                throw new InputException("this is the folder of a run, whose results are never replaced", full, "Give another folder with --out; the run's frames can be analysed from DATA/runs/RUN/frames");
        }

        string path = Path.Combine(full, MorphologyName);
        if (!File.Exists(path)) return;
        Morphology past;
        try
        {
            past = await JsonFile.ReadAsync<Morphology>(path, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException)
        {
            // What cannot be read is nobody's result.
            return;
        }

        if (past.SegmentationModel is { } other && !other.Contains(modelSha256, StringComparison.Ordinal))
            throw new InputException($"it holds the results of another network, {other}", path, "Give another folder with --out and compare the two, or delete the old results yourself");
    }
}
