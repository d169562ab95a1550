using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Control;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Everything that the strip and the pages Now and Queue show, at one moment. Immutable.</summary>
public sealed record LabSnapshot
{
    /// <summary>The state word.</summary>
    public LabState State { get; init; } = LabState.Disconnected;

    /// <summary>Its reason or object in a few words.</summary>
    public string StateDetail { get; init; } = "";

    /// <summary>The instrument.</summary>
    public InstrumentView Instrument { get; init; } = new();

    /// <summary>The run under way, or null.</summary>
    public RunningView? Running { get; init; }

    /// <summary>The queue: jobs that have ended, then the running one, then those that wait in the order in which they will run.</summary>
    public IReadOnlyList<JobView> Queue { get; init; } = [];

    /// <summary>Decisions, newest first, at most 200.</summary>
    public IReadOnlyList<DecisionView> Decisions { get; init; } = [];

    /// <summary>Vital signs, oldest first, at most 2,000.</summary>
    public IReadOnlyList<VitalSample> Vitals { get; init; } = [];

    /// <summary>The last stop as the hardware answered it, until work goes on; null when there is none.</summary>
    public StopView? LastStop { get; init; }

    /// <summary>Who controls the instrument, and who would like to.</summary>
    public ControlView Control { get; init; } = new();

    /// <summary>What the schedule says.</summary>
    public ScheduleView Schedule { get; init; } = new(true, "", null, null, "");

    /// <summary>Which samples lie on the holder.</summary>
    public IReadOnlyList<LoadedSample> Loaded { get; init; } = [];
}
