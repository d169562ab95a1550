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

    /// <summary>About to search focus; the search costs dose. Data: frame_id, reason, start_mm.</summary>
    public const string FocusIntended = "focus_intended";

    /// <summary>Focus found, set from the surface of earlier searches (then the sweep is empty), or the search declined. Data: frame_id, working_distance_mm (which stands now), score, shift_um, sweep, x_mm, y_mm (relative to the stub's middle), declined, reason, predicted_mm, error_um and convergence_mrad (absent where nothing was found), searched.</summary>
    public const string FocusDone = "focus_done";

    /// <summary>About to expose. The dose is booked here, so a frame that is taken twice is booked twice. Data: frame_id, dose_e_nm2, attempt.</summary>
    public const string ExposureIntended = "exposure_intended";

    /// <summary>About to correct the stigmator; the search costs dose. Data: frame_id, reason, x_percent, y_percent (where it stands).</summary>
    public const string StigmateIntended = "stigmate_intended";

    /// <summary>The stigmator was corrected, or the search declined. Data: frame_id, x_percent, y_percent, gain (sharpness over that before), curve (axis, percent, score, error), declined, reason.</summary>
    public const string Stigmated = "stigmated";

    /// <summary>About to set brightness and contrast. Data: frame_id, reason, brightness_percent, contrast_percent (where they stand).</summary>
    public const string BrightnessIntended = "brightness_intended";

    /// <summary>Brightness and contrast were set, found good as they are, or left because the instrument has no remote control of them (percentages are then absent). Data: frame_id, brightness_percent, contrast_percent, reason, declined, steps (brightness_percent, contrast_percent, low, high, clipped).</summary>
    public const string BrightnessSet = "brightness_set";

    /// <summary>Drift was measured on a patch. Data: frame_id, nm_per_s, shift_x_um, shift_y_um, try, passed.</summary>
    public const string DriftMeasured = "drift_measured";

    /// <summary>After an interruption the last accepted tile was found again, or not. Data: frame_id, shift_x_um, shift_y_um, confidence, found, reason.</summary>
    public const string Relocalised = "relocalised";

    /// <summary>The pixel size was checked on a calibration stub. Data: measured_pitch_nm, certified_pitch_nm, scale, uncertainty_percent, reason.</summary>
    public const string Calibrated = "calibrated";

    /// <summary>What has been reached so far. Data: particles, median_nm, median_low_nm, median_high_nm, aspect_ratio, aspect_low, aspect_high, reached.</summary>
    public const string GoalChecked = "goal_checked";

    /// <summary>Something went wrong. Data: incident_id, cause, title, reason, severity, evidence.</summary>
    public const string IncidentBegun = "incident_begun";

    /// <summary>A rung of the recovery ladder. Data: incident_id, rung, action, budget_left.</summary>
    public const string RecoveryStep = "recovery_step";

    /// <summary>It is over. Data: incident_id, outcome, done, to_do, lost_s, evidence.</summary>
    public const string IncidentEnded = "incident_ended";

    /// <summary>A watched condition suspends the run. Data: condition, value, limit, since, resumes_when.</summary>
    public const string Suspended = "suspended";

    /// <summary>The condition is good again and has settled. Data: condition, waited_s, suspect (frame ids taken since it was last seen good).</summary>
    public const string SuspensionEnded = "suspension_ended";

    /// <summary>Overlapping frames were stitched. Data: file, columns, rows, residual_px.</summary>
    public const string MosaicDone = "mosaic_done";

    /// <summary>The frame lies on the disk. Data: the frame record.</summary>
    public const string FrameSaved = "frame_saved";

    /// <summary>The frame counts: it was good and its particles are on the disk. Data: frame_id, verdict, particle_count, whole_count, total.</summary>
    public const string FrameAccepted = "frame_accepted";

    /// <summary>The frame does not count as it is. Data: frame_id, reason, cause (a <see cref="Frames.QuarantineReason"/>), final (whether it is given up), quarantined (whether it is kept).</summary>
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
