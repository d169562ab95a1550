using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Fem.Viewing;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>What there is of a run's cell model.</summary>
public sealed record CellReading
{
    /// <summary>The run.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>Which of its models.</summary>
    public required CellSource Source { get; init; }

    /// <summary>How far it is.</summary>
    public required CellState State { get; init; }

    /// <summary>Why there is no result, in a sentence; empty where there is one.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The result, or null.</summary>
    public CellFigures? Figures { get; init; }

    /// <summary>The stored fields, or null.</summary>
    public ViewIndex? View { get; init; }

    /// <summary>Changes when the stored fields do; empty without fields. Belongs into the addresses of fields, so that browsers may keep them.</summary>
    public string Version { get; init; } = "";

    /// <summary>SHA-256 over the material's keys and values that the model was run with; empty where the result does not tell them.</summary>
    public string MaterialSha256 { get; init; } = "";

    /// <summary>Names of the files that can be downloaded.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether the run has the other of the two models, with stored fields or a result.</summary>
    public bool HasOther { get; init; }
}
