using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Runs as folders, for reports, bundles and mosaics that are made when somebody asks.</summary>
public interface ILabExchange
{
    /// <summary>The folder of a run, or null when there is none of that id.</summary>
    Task<RunFolder?> OpenRunFolderAsync(string runId, CancellationToken cancellationToken);
}
