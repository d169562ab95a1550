using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Nights;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>One run as a night's page needs it: its journal's lines until the horizon, of which those within the night are counted.</summary>
internal sealed class NightRun
{
    private NightRun(RunRecord record)
    {
        Record = record;
        Incidents = new RunIncidents(record.RunId, record.Sample.Name);
    }

    /// <summary>What the run was made with.</summary>
    public RunRecord Record { get; }

    /// <summary>Its tiles in this night.</summary>
    public NightTileCount Tiles { get; } = new();

    /// <summary>What its time went into.</summary>
    public RunClock Clock { get; } = new();

    /// <summary>What went wrong.</summary>
    public RunIncidents Incidents { get; }

    /// <summary>Checks of the pixel size.</summary>
    public List<NightCalibration> Calibrations { get; } = [];

    /// <summary>What had been reached, as the run told it.</summary>
    public List<ConvergencePoint> Convergence { get; } = [];

    /// <summary>The frames that count, in the order in which they were accepted.</summary>
    public List<string> AcceptedFrames { get; } = [];

    /// <summary>Whether the run says that its goal is reached; null when it does not say.</summary>
    public bool? GoalReached { get; private set; }

    /// <summary>Why acquisition ended; empty when it has not, or does not say.</summary>
    public string AcquisitionReason { get; private set; } = "";

    /// <summary>How far it is.</summary>
    public RunState State { get; private set; } = RunState.Running;

    /// <summary>Why it stopped or failed.</summary>
    public string EndReason { get; private set; } = "";

    /// <summary>Who stopped it.</summary>
    public string StoppedBy { get; private set; } = "";

    /// <summary>First and last line within the night; null when nothing of it happened in it.</summary>
    public (DateTimeOffset First, DateTimeOffset Last)? Within { get; private set; }

    /// <summary>When it was completed, failed or stopped, or null.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the instrument was last parked with everything read back, and not used since; null while it is in use.</summary>
    public DateTimeOffset? FreeSince { get; private set; }

    /// <summary>When the instrument was last used.</summary>
    public DateTimeOffset? LastUse { get; private set; }

    /// <summary>Whether the last park was not confirmed by the hardware.</summary>
    public bool IsParkDoubtful { get; private set; }

    /// <summary>Tells a run's journal.</summary>
    /// <param name="record">The run.</param>
    /// <param name="events">Its journal.</param>
    /// <param name="from">The night's first moment.</param>
    /// <param name="to">The moment after its last.</param>
    /// <param name="horizon">Lines from then on are left out.</param>
    public static NightRun Of(RunRecord record, IEnumerable<RunEvent> events, DateTimeOffset from, DateTimeOffset to, DateTimeOffset horizon)
    {
        var run = new NightRun(record);
        foreach (RunEvent line in events.Where(line => line.Time < horizon)) run.Apply(line, line.Time >= from && line.Time < to);
        foreach ((DateTimeOffset died, DateTimeOffset on) in run.Clock.Deaths) run.Incidents.Died(died, on);
        return run;
    }

    private void Apply(RunEvent line, bool isWithin)
    {
        Clock.Apply(line);
        Incidents.Apply(line);
        if (isWithin)
        {
            Within = (Within?.First ?? line.Time, line.Time);
            Tiles.Apply(line);
        }

        switch (line.Kind)
        {
            case RunEventKind.RunResumed:
                (State, EndedAt, EndReason) = (RunState.Running, null, "");
                break;
            case RunEventKind.MoveIntended or RunEventKind.FocusIntended or RunEventKind.StigmateIntended or RunEventKind.BrightnessIntended or RunEventKind.ExposureIntended:
                (LastUse, FreeSince, IsParkDoubtful) = (line.Time, null, false);
                break;
            case RunEventKind.Parked:
                IsParkDoubtful = line.Data["not_confirmed"] is System.Text.Json.Nodes.JsonArray { Count: > 0 } || JournalText.Flag(line.Data, "blank_confirmed") == false;
                if (!IsParkDoubtful) FreeSince ??= line.Time;
                break;
            case RunEventKind.FrameAccepted when JournalText.Text(line.Data, "frame_id") is { Length: > 0 } accepted && !AcceptedFrames.Contains(accepted):
                AcceptedFrames.Add(accepted);
                break;
            case RunEventKind.FrameRejected:
                AcceptedFrames.Remove(JournalText.Text(line.Data, "frame_id"));
                break;
            case RunEventKind.GoalChecked:
                Goal(line);
                break;
            case RunEventKind.Calibrated when isWithin:
                Calibrations.Add(new NightCalibration(line.Time, Record.RunId, JournalText.Number(line.Data, "measured_pitch_nm"), JournalText.Number(line.Data, "certified_pitch_nm"), JournalText.Number(line.Data, "scale"), JournalText.Number(line.Data, "uncertainty_percent"), JournalText.Text(line.Data, "reason")));
                break;
            case RunEventKind.AcquisitionDone:
                AcquisitionReason = JournalText.Text(line.Data, "reason");
                GoalReached = JournalText.Flag(line.Data, "goal_reached") ?? GoalReached;
                break;
            case RunEventKind.RunStopped:
                (State, EndedAt, EndReason, StoppedBy) = (RunState.Stopped, line.Time, JournalText.Text(line.Data, "reason"), JournalText.Text(line.Data, "by"));
                break;
            case RunEventKind.RunFailed:
                (State, EndedAt, EndReason) = (RunState.Failed, line.Time, JournalText.Text(line.Data, "reason"));
                break;
            case RunEventKind.RunCompleted:
                (State, EndedAt, EndReason) = (RunState.Completed, line.Time, "");
                break;
        }
    }

    private void Goal(RunEvent line)
    {
        GoalReached = JournalText.Flag(line.Data, "reached") ?? GoalReached;
        double particles = JournalText.Number(line.Data, "particles"), median = JournalText.Number(line.Data, "median_nm");
        if (double.IsFinite(particles) && double.IsFinite(median))
            Convergence.Add(new ConvergencePoint((int)particles, median, JournalText.Number(line.Data, "median_low_nm"), JournalText.Number(line.Data, "median_high_nm")));
    }
}
