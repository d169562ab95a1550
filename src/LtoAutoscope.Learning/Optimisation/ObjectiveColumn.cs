using LtoAutoscope.Learning.Scores;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Which figure of a table is the objective.</summary>
/// <param name="Name">A column of the table; or <c>ce1</c>, <c>capacity</c> (columns <c>capacity</c> or <c>capacity_mAh_g</c>), <c>hyperscore</c> (a column of that name, or computed from <c>ce1</c>).</param>
public sealed record ObjectiveColumn(string Name)
{
    /// <summary>Name of the computed score.</summary>
    public const string HyperScore = "hyperscore";

    /// <summary>The columns in which a capacity is looked for.</summary>
    public static IReadOnlyList<string> CapacityColumns { get; } = ["capacity", "capacity_mAh_g", "capacity_mah_g"];

    /// <summary>The score where it is computed.</summary>
    public HyperScore Score { get; init; } = new();

    /// <summary>What V is where it is computed.</summary>
    public ScoreValue Value { get; init; }

    /// <summary>Theoretical capacity where V takes a capacity, mAh/g. Default 175 (LTO).</summary>
    public double TheoreticalMAhG { get; init; } = 175;
}
