namespace LtoAutoscope.Pipeline.Studies;

/// <summary>One synthesis of a study with all that came of it.</summary>
public sealed record StudyRow
{
    /// <summary>What was set and what came of it.</summary>
    public required StudySynthesis Synthesis { get; init; }

    /// <summary>The run that measured it, or null where it failed.</summary>
    public string? RunId { get; init; }

    /// <summary>Particles counted.</summary>
    public int Particles { get; init; }

    /// <summary>What the pipeline measured, by the regression's feature names; empty where the run failed.</summary>
    public IReadOnlyDictionary<string, double> Measured { get; init; } = new Dictionary<string, double>();

    /// <summary>CE₁ of its virtual cells, fractions.</summary>
    public IReadOnlyList<double> Cells { get; init; } = [];

    /// <summary>CE₁ that the cell model predicts from the measured morphology, a fraction, or null.</summary>
    public double? Model { get; init; }

    /// <summary>Why there is no run; null where there is one.</summary>
    public string? Problem { get; init; }
}
