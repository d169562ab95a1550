using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Reports.Runs;

/// <summary>All that a run's report shows. What is null or empty is printed as an en dash with the reason.</summary>
public sealed record RunReportModel
{
    /// <summary>What the run was made with; <see cref="RunRecord.Truth"/> is shown beside the measured values.</summary>
    public required RunRecord Run { get; init; }

    /// <summary>How far it is.</summary>
    public RunState State { get; init; } = RunState.Completed;

    /// <summary>When the report was made, UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>When the run ended, UTC; null while it has not.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>What was measured.</summary>
    public Morphology? Morphology { get; init; }

    /// <summary>The particles that count, in the order of acquisition (<see cref="ReportParticle.Of"/>).</summary>
    public IReadOnlyList<ReportParticle> Particles { get; init; } = [];

    /// <summary>How the median diameter settled, one point a frame.</summary>
    public IReadOnlyList<ConvergencePoint> Convergence { get; init; } = [];

    /// <summary>The frames, in the order of acquisition.</summary>
    public IReadOnlyList<ReportFrame> Frames { get; init; } = [];

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

    /// <summary>Cells that were measured.</summary>
    public IReadOnlyList<CellTest> Cells { get; init; } = [];

    /// <summary>Decisions, with their reasons.</summary>
    public IReadOnlyList<ReportNote> Decisions { get; init; } = [];

    /// <summary>Faults, retakes and stops.</summary>
    public IReadOnlyList<ReportNote> Incidents { get; init; } = [];

    /// <summary>Files of the run and their SHA-256.</summary>
    public IReadOnlyList<(string File, string Sha256)> Hashes { get; init; } = [];

    /// <summary>Names and versions of software that took part, besides that in the run record.</summary>
    public IReadOnlyList<(string Name, string Version)> Software { get; init; } = [];
}
