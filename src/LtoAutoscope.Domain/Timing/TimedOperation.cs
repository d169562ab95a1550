namespace LtoAutoscope.Domain.Timing;

/// <summary>
/// What the wall time of a run is spent on. All but <see cref="Analysis"/> and <see cref="BetweenJobs"/> share it out without gap or overlap, so that their sum is the time from
/// <c>run_started</c> to <c>run_completed</c>.
/// </summary>
public enum TimedOperation
{
    /// <summary>From the first line to the first move: the network is loaded, vacuum and beam are checked.</summary>
    Startup,

    /// <summary>The way to the first tile, from wherever the stage stood.</summary>
    Approach,

    /// <summary>A move between tiles.</summary>
    Move,

    /// <summary>A focus search.</summary>
    Focus,

    /// <summary>Scanning and saving a frame.</summary>
    Exposure,

    /// <summary>Correcting astigmatism.</summary>
    Stigmation,

    /// <summary>Setting brightness and contrast.</summary>
    Brightness,

    /// <summary>Measuring drift and waiting for it to settle.</summary>
    Drift,

    /// <summary>Checking the pixel size on a calibration stub, with the ways there and back.</summary>
    Calibration,

    /// <summary>Finding the last accepted tile again.</summary>
    Relocalisation,

    /// <summary>What is left of a tile: decisions, journal, the wire.</summary>
    TileOverhead,

    /// <summary>The instrument waits for the analysis.</summary>
    AnalysisWait,

    /// <summary>Analysing one frame, beside the acquisition: not a part of the wall time.</summary>
    Analysis,

    /// <summary>A fault, from its line to the next step of the acquisition.</summary>
    Incident,

    /// <summary>A watched condition holds the run.</summary>
    Suspension,

    /// <summary>The run lay still: stopped, held, or without a process.</summary>
    Interruption,

    /// <summary>Parking after the last tile.</summary>
    Park,

    /// <summary>Stitching overlapping frames.</summary>
    Mosaic,

    /// <summary>Summarising the particles and writing their tables.</summary>
    Measuring,

    /// <summary>The cell model.</summary>
    CellModel,

    /// <summary>The regression.</summary>
    Regression,

    /// <summary>The report.</summary>
    Report,

    /// <summary>From the report to the last line.</summary>
    Completion,

    /// <summary>From the end of a job to the first line of the next one's run: not a part of a run.</summary>
    BetweenJobs,
}
