namespace LtoAutoscope.Learning.Evaluation;

/// <summary>How much is spent on an evaluation.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Bootstrap draws of the scores, 100…100,000. Default 2,000.</summary>
    public int Bootstraps { get; init; } = 2000;

    /// <summary>Permutations of the y-randomisation test, 0…10,000; 0 leaves it out. Default 50.</summary>
    public int Permutations { get; init; } = 50;

    /// <summary>Repeats of the learning curve, 0…100; 0 leaves it out. Default 8.</summary>
    public int CurveRepeats { get; init; } = 8;

    /// <summary>Permutations a feature for its importance, 1…1,000. Default 20.</summary>
    public int ImportanceRepeats { get; init; } = 20;

    /// <summary>Features of the linear read-out; all of them when null. Those that say the same twice, such as a mean and a spread, leave no coefficient worth reading.</summary>
    public IReadOnlyList<string>? LinearFeatures { get; init; }
}
