using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>What pages ask of runs, small and large ones alike: lists by the page, one run without its particles, its mosaic and the tiles of it. No call reads a run's whole journal but the first.</summary>
public interface ILabMosaics
{
    /// <summary>A page of runs, newest first.</summary>
    Task<RunList> FindRunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>One run without its particles, or null when there is none of that id.</summary>
    Task<RunDetail?> ReadRunSummaryAsync(string runId, CancellationToken cancellationToken);

    /// <summary>A run's mosaic now, or null when there is no such run.</summary>
    Task<MosaicState?> ReadMosaicAsync(string runId, CancellationToken cancellationToken);

    /// <summary>A tile of a run's mosaic, or null when there is no such run, layer or tile.</summary>
    Task<TilePicture?> ReadTileAsync(string runId, MosaicLayer layer, int level, int column, int row, CancellationToken cancellationToken);

    /// <summary>What the beam did to the place of a frame, or null when there is no such run.</summary>
    Task<FrameExposures?> ReadExposuresAsync(string runId, string frameId, CancellationToken cancellationToken);

    /// <summary>The full-depth TIFF of a frame, or null when the run has no such frame.</summary>
    Task<Stream?> OpenFrameAsync(string runId, string frameId, CancellationToken cancellationToken);
}
