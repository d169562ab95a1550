using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Twin;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>Everything around the queue that a rehearsal needs.</summary>
public sealed record RehearsalSetting
{
    /// <summary>The instrument.</summary>
    public required InstrumentConfiguration Instrument { get; init; }

    /// <summary>The holder on the stage.</summary>
    public required HolderMap Holder { get; init; }

    /// <summary>The data folder, opened for reading at least.</summary>
    public required DataFolder Data { get; init; }

    /// <summary>Folder of segmentation models.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>A network that new runs use whatever recipe and registry say, or null.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Folder of materials.</summary>
    public required string MaterialsFolder { get; init; }

    /// <summary>The regression of Coulombic efficiency.</summary>
    public required string RegressionModel { get; init; }

    /// <summary>What past runs taught.</summary>
    public required TimingModel Times { get; init; }

    /// <summary>When jobs may begin. Default at any time.</summary>
    public INightHours Hours { get; init; } = new NightHours();

    /// <summary>The twin that is driven. Default the one of <c>lto-autoscope twin</c>.</summary>
    public TwinOptions Twin { get; init; } = new();

    /// <summary>Where the stage stands, or null where nobody can tell; then it begins at the safe position.</summary>
    public StagePosition? Position { get; init; }

    /// <summary>Working distance now, mm, or null.</summary>
    public double? WorkingDistanceMm { get; init; }

    /// <summary>Probe current, pA, or null; then that of the last run counts.</summary>
    public double? ProbeCurrentPa { get; init; }

    /// <summary>Free space below which the daemon does not work, bytes. Default 1 GiB.</summary>
    public long ReserveBytes { get; init; } = 1L << 30;
}
