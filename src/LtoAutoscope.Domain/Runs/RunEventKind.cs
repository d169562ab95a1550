namespace LtoAutoscope.Domain.Runs;

/// <summary>
/// The words of the run journal. A step that touches the instrument or costs dose is written twice, as an intent before and as
/// a completion after, so that the next start knows what may have happened.
/// </summary>
public static class RunEventKind
{
    /// <summary>The run exists. Data: the whole run record.</summary>
    public const string RunStarted = "run_started";

    /// <summary>A process takes the run up again. Data: process, reason.</summary>
    public const string RunResumed = "run_resumed";

    /// <summary>The network runs on something else than the processor, or on the processor where the program was built for something else. Data: ran_on, reason.</summary>
    public const string NetworkLoaded = "network_loaded";

    /// <summary>Where frames will be taken. Data: areas.</summary>
    public const string AreasPlanned = "areas_planned";

    /// <summary>About to move. Data: frame_id, target.</summary>
    public const string MoveIntended = "move_intended";

    /// <summary>Arrived. Data: frame_id, position.</summary>
    public const string MoveDone = "move_done";

    /// <summary>About to search focus; the search costs dose. Data: frame_id, reason.</summary>
    public const string FocusIntended = "focus_intended";

    /// <summary>Focus found. Data: working_distance_mm, score, sweep.</summary>
    public const string FocusDone = "focus_done";

    /// <summary>About to expose. The dose is booked here, so a frame that is taken twice is booked twice. Data: frame_id, dose_e_nm2, attempt.</summary>
    public const string ExposureIntended = "exposure_intended";

    /// <summary>The frame lies on the disk. Data: the frame record.</summary>
    public const string FrameSaved = "frame_saved";

    /// <summary>The frame counts: it was good and its particles are on the disk. Data: frame_id, verdict, particle_count, whole_count, total.</summary>
    public const string FrameAccepted = "frame_accepted";

    /// <summary>The frame does not count. Data: frame_id, reason.</summary>
    public const string FrameRejected = "frame_rejected";

    /// <summary>The particle goal is reached, or acquisition ends for a reason. Data: particle_count, frames, reason.</summary>
    public const string AcquisitionDone = "acquisition_done";

    /// <summary>morphology.json and the particle tables are written. Data: hashes.</summary>
    public const string MorphologyDone = "morphology_done";

    /// <summary>fem/result.json is written. Data: ce1, hash.</summary>
    public const string CellModelDone = "cell_model_done";

    /// <summary>prediction.json is written.</summary>
    public const string PredictionDone = "prediction_done";

    /// <summary>report.html is written.</summary>
    public const string ReportDone = "report_done";

    /// <summary>The instrument is parked: beam blanked, stage halted. Data: what was read back.</summary>
    public const string Parked = "parked";

    /// <summary>A named instrument fault. Data: fault, detail, what was done.</summary>
    public const string Fault = "fault";

    /// <summary>A decision and its reason in a sentence with figures, for people. Data: title, reason, level.</summary>
    public const string Decision = "decision";

    /// <summary>A person or the service manager stopped the run; it can be resumed. Data: by, reason.</summary>
    public const string RunStopped = "run_stopped";

    /// <summary>The run failed for good. Data: reason.</summary>
    public const string RunFailed = "run_failed";

    /// <summary>All steps are done.</summary>
    public const string RunCompleted = "run_completed";
}
