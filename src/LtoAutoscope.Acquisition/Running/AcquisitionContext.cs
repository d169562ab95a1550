using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>The ports through which the run engine works.</summary>
public sealed record AcquisitionContext
{
    /// <summary>What is to be done.</summary>
    public required RunRecord Run { get; init; }

    /// <summary>The instrument, behind the interlock.</summary>
    public required IMicroscope Microscope { get; init; }

    /// <summary>The journal of the run.</summary>
    public required IRunJournal Journal { get; init; }

    /// <summary>Where frames go.</summary>
    public required IFrameStore Frames { get; init; }

    /// <summary>Where particles go.</summary>
    public required IFrameAnalysisStore Analyses { get; init; }

    /// <summary>Finds and measures particles.</summary>
    public required IFrameAnalyser Analyser { get; init; }

    /// <summary>What people ask of the run.</summary>
    public required RunControl Control { get; init; }

    /// <summary>Who watches.</summary>
    public required IRunObserver Observer { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The clock in which the instrument lives, for waits and speeds: that of a microscope in software may run faster. Default <see cref="Time"/>.</summary>
    public TimeProvider? InstrumentTime { get; init; }

    /// <summary>The stub with the calibration grating, or null where the holder has none.</summary>
    public Stub? CalibrationStub { get; init; }

    /// <summary>Watches what a run depends on; null watches nothing.</summary>
    public ConditionWatch? Conditions { get; init; }

    /// <summary>What the places of the sample have got of the beam. Default: a ledger in memory.</summary>
    public IDoseLedger Doses { get; init; } = new VolatileDoseLedger();

    /// <summary>Keeps pictures of what went wrong; null keeps none.</summary>
    public IEvidenceStore? Evidence { get; init; }

    /// <summary>Says whether the frames so far reach the asked precision by the very method of the final morphology; null trusts the running estimate.</summary>
    public Func<IReadOnlyList<FrameRecord>, CancellationToken, Task<bool>>? ConfirmPrecision { get; init; }
}
