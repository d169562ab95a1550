using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Preflight;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Where the laboratory finds its parts.</summary>
public sealed record LabOptions
{
    /// <summary>Folder of segmentation models.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>A network that new runs use whatever recipe and registry say, or null.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Folder of recipes.</summary>
    public required string RecipesFolder { get; init; }

    /// <summary>Folder of materials.</summary>
    public required string MaterialsFolder { get; init; }

    /// <summary>The regression of Coulombic efficiency.</summary>
    public required string RegressionModel { get; init; }

    /// <summary>The holder that lies on the stage.</summary>
    public required HolderMap Holder { get; init; }

    /// <summary>When samples may be imaged. Default always.</summary>
    public ScheduleSettings Schedule { get; init; } = ScheduleSettings.Always;

    /// <summary>The clock in which the instrument lives, for waits and speeds; that of a microscope in software runs faster. Default: the laboratory's.</summary>
    public TimeProvider? InstrumentTime { get; init; }

    /// <summary>How long control by hand lasts without a sign of life. Default 3 minutes, and 1 for the answer to a request.</summary>
    public ControlSettings Control { get; init; } = new();

    /// <summary>Limits of what is watched all the time; null watches nothing.</summary>
    public ConditionSettings? Conditions { get; init; }

    /// <summary>Limits of the checks before a night; null makes none.</summary>
    public PreflightSettings? Preflight { get; init; }

    /// <summary>Version written into run records and reports.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>Threads for one inference or one cell model, 1…64. Default: all cores, as acquisition itself needs next to none.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
