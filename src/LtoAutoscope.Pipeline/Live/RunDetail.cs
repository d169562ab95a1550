using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Everything that the page Run shows of one run; parts that are not there yet are null or empty.</summary>
public sealed record RunDetail
{
    /// <summary>What it was made with.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its frames, oldest first.</summary>
    public IReadOnlyList<FrameView> Frames { get; init; } = [];

    /// <summary>Its particles without outlines, those of accepted frames.</summary>
    public IReadOnlyList<Particle> Particles { get; init; } = [];

    /// <summary>The sizes of its particles, where only those were read; null otherwise.</summary>
    [JsonIgnore]
    public SizeColumns? Sizes { get; init; }

    /// <summary>Its morphology, or null.</summary>
    public Morphology? Morphology { get; init; }

    /// <summary>The way of the median diameter.</summary>
    public IReadOnlyList<ConvergencePoint> Convergence { get; init; } = [];

    /// <summary>The cell model's result, or null.</summary>
    public CellPrediction? Cell { get; init; }

    /// <summary>The cell model's first cycle.</summary>
    public IReadOnlyList<CyclePoint> Curve { get; init; } = [];

    /// <summary>The picture of the microstructure as SVG text, or null.</summary>
    public string? MicrostructureSvg { get; init; }

    /// <summary>The regression's prediction, or null.</summary>
    public RegressionPrediction? Regression { get; init; }

    /// <summary>Whether report.html is there.</summary>
    public bool HasReport { get; init; }

    /// <summary>Whether there is a <c>cell.bpx.json</c>.</summary>
    public bool HasBpx { get; init; }

    /// <summary>Whether the run keeps the material that it was modelled with (<c>fem/material.yaml</c>).</summary>
    public bool HasMaterial { get; init; }

    /// <summary>Decisions and incidents, oldest first.</summary>
    public IReadOnlyList<DecisionView> Decisions { get; init; } = [];
}
