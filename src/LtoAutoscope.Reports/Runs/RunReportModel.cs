using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Reports.Runs;

/// <summary>All that a run's report shows. What is null or empty is printed as an en dash with the reason.</summary>
public sealed record RunReportModel
{
    /// <summary>What the run was made with; <see cref="RunRecord.Truth"/> is shown beside the measured values.</summary>
    public required RunRecord Run { get; init; }

    /// <summary>Where the images come from.</summary>
    public ReportOrigin Origin { get; init; }

    /// <summary>The sample as it is registered when the report is made, where that differs from the run's copy: its BET area and XRD may have come later. Null for the run's own.</summary>
    public Sample? SampleNow { get; init; }

    /// <summary>The report that the run itself wrote at its end, where this one was made later; null for the run's own.</summary>
    public ReportFile? OwnReport { get; init; }

    /// <summary>How far it is.</summary>
    public RunState State { get; init; } = RunState.Completed;

    /// <summary>When the report was made, UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>When the run ended, UTC; null while it has not.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>What was measured.</summary>
    public Morphology? Morphology { get; init; }

    /// <summary>The particles that count, in the order of acquisition.</summary>
    public ReportParticles Particles { get; init; } = new();

    /// <summary>How the median diameter settled, one point a frame.</summary>
    public IReadOnlyList<ConvergencePoint> Convergence { get; init; } = [];

    /// <summary>The frames, in the order of acquisition.</summary>
    public IReadOnlyList<ReportFrame> Frames { get; init; } = [];

    /// <summary>Checks of the pixel size, oldest first.</summary>
    public IReadOnlyList<ReportCalibration> Calibrations { get; init; } = [];

    /// <summary>What the cell model predicts.</summary>
    public CellPrediction? Prediction { get; init; }

    /// <summary>The material that the cell model was run with; null where it has not run.</summary>
    public Material? Material { get; init; }

    /// <summary>Its values with unit, range and source.</summary>
    public IReadOnlyList<MaterialRow> MaterialRows { get; init; } = [];

    /// <summary>Rows of <c>voltage.csv</c>.</summary>
    public IReadOnlyList<CyclePoint> Curve { get; init; } = [];

    /// <summary>A picture of the microstructure as a whole SVG document.</summary>
    public string? MicrostructureSvg { get; init; }

    /// <summary>What the picture shows, such as <c>lithiation at half charge, 32³ voxels</c>.</summary>
    public string? MicrostructureCaption { get; init; }

    /// <summary>What the regression predicts.</summary>
    public RegressionPrediction? Regression { get; init; }

    /// <summary>File and hash of the regression model.</summary>
    public string? RegressionModel { get; init; }

    /// <summary>Cells of the sample that were measured, those that do not count included.</summary>
    public IReadOnlyList<CellTest> Cells { get; init; } = [];

    /// <summary>Decisions, with their reasons.</summary>
    public IReadOnlyList<ReportNote> Decisions { get; init; } = [];

    /// <summary>Faults, retakes and stops.</summary>
    public IReadOnlyList<ReportNote> Incidents { get; init; } = [];

    /// <summary>Files of the run and their SHA-256.</summary>
    public IReadOnlyList<ReportFile> Hashes { get; init; } = [];

    /// <summary>Names and versions of software that took part, besides that in the run record.</summary>
    public IReadOnlyList<(string Name, string Version)> Software { get; init; } = [];

    /// <summary>The sample as one should read it now.</summary>
    public Sample Sample => SampleNow ?? Run.Sample;
}
