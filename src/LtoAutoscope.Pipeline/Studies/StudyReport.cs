using LtoAutoscope.Learning.Evaluation;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>What came of a virtual study: <c>study.json</c>. Everything in it is virtual.</summary>
public sealed record StudyReport
{
    /// <summary>What the file says of itself first.</summary>
    public string Note { get; init; } = "Virtual: recipes, powders and cells were computed; nothing was made or measured.";

    /// <summary>How it was made.</summary>
    public required StudyOptions Options { get; init; }

    /// <summary>What the virtual powder's material has where the material file says otherwise.</summary>
    public required IReadOnlyList<MaterialDifference> MaterialDifferences { get; init; }

    /// <summary>One row a synthesis.</summary>
    public required IReadOnlyList<StudyRow> Rows { get; init; }

    /// <summary>The regression from measured morphology to the cells' mean, on held-out batches; null with too few samples.</summary>
    public required RegressionEvaluation? Regression { get; init; }

    /// <summary>Standard deviation that the noise from cell to cell leaves in a sample's mean, a fraction: no regression can err less.</summary>
    public required double NoiseFloor { get; init; }

    /// <summary>Wall-clock seconds of microscope, measurement and cells in the call that ended the study; 0 seconds of work are not told apart from work done before.</summary>
    public double AcquisitionS { get; init; }

    /// <summary>Wall-clock seconds of that call.</summary>
    public double WallS { get; init; }
}
