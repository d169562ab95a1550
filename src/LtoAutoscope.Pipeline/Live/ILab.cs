using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>
/// The laboratory as pages, REST and command line see it: one live snapshot, the run folders behind it, and the few commands that
/// people may give. All calls are thread-safe.
/// </summary>
public interface ILab : ILabQueue, ILabSamples, ILabMosaics, ILabExchange
{
    /// <summary>The newest snapshot; never null, never changed once given out.</summary>
    LabSnapshot Current { get; }

    /// <summary>Raised after <see cref="Current"/> changed, on any thread, possibly many times a second: coalesce before drawing.</summary>
    event Action? Changed;

    /// <summary>Runs, newest first.</summary>
    Task<IReadOnlyList<RunSummary>> ListRunsAsync(CancellationToken cancellationToken);

    /// <summary>One run, or null when there is none of that id.</summary>
    Task<RunDetail?> ReadRunAsync(string runId, CancellationToken cancellationToken);

    /// <summary>The preview JPEG of a frame (contrast-stretched, at most 1024 px wide), or null.</summary>
    Task<byte[]?> ReadFramePreviewAsync(string runId, string frameId, CancellationToken cancellationToken);

    /// <summary>The particles of a frame with outlines, or null before the analysis.</summary>
    Task<FrameOutlines?> ReadFrameOutlinesAsync(string runId, string frameId, CancellationToken cancellationToken);

    /// <summary>A file of a run folder that may be downloaded (particles.csv, particles.parquet, morphology.json, report.html, report.json, fem/result.json, fem/voltage.csv), or null when it is not there or not one of these.</summary>
    Task<Stream?> OpenRunFileAsync(string runId, string relativePath, CancellationToken cancellationToken);

    /// <summary>Blanks the beam and halts the stage now; the running job stays resumable and the queue is held.</summary>
    Task<StopReport> StopAsync(string by, CancellationToken cancellationToken);

    /// <summary>After a stop or a pause: blanks, switches by policy and brings the stage to its safe position. The job stays resumable.</summary>
    /// <exception cref="Domain.InputException">The queue is at work, or no instrument is connected.</exception>
    Task<StopReport> ParkAsync(string by, CancellationToken cancellationToken);

    /// <summary>After a stop: calls the stopped job off (what was counted is kept) and parks. The queue stays held.</summary>
    /// <returns>The job that was called off, or null when none was stopped.</returns>
    /// <exception cref="Domain.InputException">The queue is at work.</exception>
    Task<JobView?> AbortAsync(string by, CancellationToken cancellationToken);

    /// <summary>Holds the queue after the present frame, or after the present sample.</summary>
    Task PauseAsync(bool afterSample, string by, CancellationToken cancellationToken);

    /// <summary>Goes on: resumes a stopped or paused queue.</summary>
    Task ResumeAsync(string by, CancellationToken cancellationToken);

    /// <summary>Ends acquisition of the present sample and goes on to the next job; what was counted is kept.</summary>
    Task SkipSampleAsync(string by, CancellationToken cancellationToken);

    /// <summary>Names of the recipes that can be chosen.</summary>
    IReadOnlyList<string> RecipeNames { get; }

    /// <summary>Names of the stubs of the holder.</summary>
    Domain.Samples.HolderMap Holder { get; }
}
