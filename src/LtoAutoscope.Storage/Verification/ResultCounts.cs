using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Verification;

/// <summary>Holds the counts in the results of a run against those that its analyses give.</summary>
internal sealed class ResultCounts(string path, List<VerifyProblem> problems)
{
    private const string Remedy = "Restore the file from a backup; without one the sample must be run again";

    /// <summary>Checks <c>morphology.json</c> and <c>particles.csv</c>; that they are missing or damaged is told elsewhere.</summary>
    /// <param name="frames">Frames that count.</param>
    /// <param name="whole">Particles on them that count.</param>
    /// <param name="all">All particles on them.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task CheckAsync(int frames, int whole, int all, CancellationToken cancellationToken)
    {
        string morphologyPath = Path.Combine(path, "morphology.json"), tablePath = Path.Combine(path, "particles.csv");
        if (File.Exists(morphologyPath) && new FileInfo(morphologyPath).Length > 0)
        {
            try
            {
                Morphology morphology = await JsonFile.ReadAsync<Morphology>(morphologyPath, cancellationToken).ConfigureAwait(false);
                Compare("particle_count", morphology.ParticleCount, whole, morphologyPath);
                // Older files do not tell their frames.
                if (morphology.FrameCount > 0) Compare("frame_count", morphology.FrameCount, frames, morphologyPath);
            }
            catch (InputException)
            {
                // Its hash tells that it is damaged.
            }
        }

        if (!File.Exists(tablePath) || new FileInfo(tablePath).Length == 0) return;
        int rows = -1;
        await foreach (string _ in File.ReadLinesAsync(tablePath, cancellationToken).ConfigureAwait(false)) rows++;
        Compare("the number of rows", rows, all, tablePath);
    }

    private void Compare(string what, int told, int counted, string where)
    {
        if (told != counted) problems.Add(new VerifyProblem($"{what} is {told}, and the analyses of the frames that count give {counted}", where, Remedy));
    }
}
