using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Demo;

/// <summary>The three samples of the demo: real micrographs at a stand-in scale, and two synthetic LTO powders whose truth is known.</summary>
public static class DemoBatch
{
    /// <summary>Who queues them.</summary>
    public const string By = "demo";

    private static readonly (Sample Sample, string Recipe)[] Entries =
    [
        (new Sample
        {
            Name = "AMPIS-powder", Stub = "1", ExpectedDiameterNm = 170, ScaleNote = RealMosaicWorld.ScaleNote,
            Description = "Real micrographs of gas-atomised metal powder (AMPIS, MIT licence), modelled as if they were LTO at the stand-in scale",
        }, "demo-ampis"),
        (new Sample
        {
            Name = "LTO-70-rounded", Stub = "2", ExpectedDiameterNm = 70,
            Description = "Synthetic LTO powder, about 70 nm, rounded",
        }, "demo-lto70"),
        (new Sample
        {
            Name = "LTO-180-elongated", Stub = "3", ExpectedDiameterNm = 180,
            Description = "Synthetic LTO powder, about 180 nm, elongated",
        }, "demo-lto180"),
    ];

    /// <summary>
    /// Queues what is missing of the batch. On a folder that a killed demo left, the samples that it had queued go on and only those that it had not
    /// reached are added; on a folder whose batch is finished, a new batch begins.
    /// </summary>
    /// <param name="lab">The laboratory, started.</param>
    /// <param name="holder">The demo's holder, which knows the truth of its synthetic powders.</param>
    /// <param name="particleGoal">Whole particles a sample, or null for the recipes' own goal.</param>
    /// <param name="cancellationToken">Cancels between two samples.</param>
    /// <returns>The jobs of this batch, in order.</returns>
    public static async Task<IReadOnlyList<string>> EnqueueAsync(Lab lab, DemoHolder holder, int? particleGoal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(holder);
        List<JobView> jobs = [.. lab.Current.Queue.Where(job => job.By == By)];
        bool isFinished = jobs.Count % Entries.Length == 0 && jobs.All(job => job.State is RunState.Completed or RunState.Failed or RunState.Cancelled);
        List<JobView> batch = isFinished ? [] : [.. jobs.TakeLast(jobs.Count % Entries.Length == 0 ? Entries.Length : jobs.Count % Entries.Length)];
        foreach ((Sample sample, string recipe) in Entries.Skip(batch.Count))
            batch.Add(await lab.EnqueueAsync(sample, recipe, By, holder.TruthOf(sample.Stub), particleGoal, cancellationToken).ConfigureAwait(false));
        return [.. batch.Select(job => job.JobId)];
    }
}
